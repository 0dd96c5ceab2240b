// One check with its faults: none means that it passed. Only faults are printed.
export function tally(check, faults) {
  if (faults.length === 0) {
    tally.passed += 1;
    return;
  }
  tally.failed += 1;
  console.log(`FAILED ${check}`);
  for (const fault of faults) console.log(`  ${fault}`);
}
tally.passed = 0;
tally.failed = 0;

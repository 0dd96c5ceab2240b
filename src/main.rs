/// A build is millions of small pieces made on all cores and freed together, which the system's own
/// allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    belegg::cli::run()
}

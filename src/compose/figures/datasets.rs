//! Tables of the account and of the workforce, in the words of one language.
//!
//! Numbers about people are taken from the facts, never from the data: what is withheld has no
//! fact, so that it cannot be shown.

use std::cell::RefCell;

use crate::compose::facts::{lacks, made_from};
use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::data::account::{Finding, FindingStatus};
use crate::data::people::group_label;
use crate::data::{Choice, Dataset, Goal, GoalStatus, Measure, MeasureStatus};
use crate::diagnostic::Diagnostic;
use crate::document::{Cell, Column, DataTable, FigureReference, PrintedKind, Tone};
use crate::fact::{Label, PeriodFacts, Value, Words};
use crate::locale::Locale;
use crate::theme::Messages;

/// The tables that are not series: the names of their files.
pub const TABLES: [&str; 7] =
    ["goals", "measures", "findings", "requests", "workforce", "pay", "leave"];

/// A table with the file that it is made from.
pub struct Made {
    pub table: DataTable,
    /// That its numbers are of.
    pub period: String,
    pub dataset: String,
    /// What readers must know of it.
    pub note: Option<String>,
}

/// The table of a period that a reference names; told where its file is missing.
pub fn table(resolver: &mut Resolver<'_, '_>, reference: &FigureReference) -> Option<Made> {
    let citations = resolver.citations;
    let (period, facts) = citations.period(
        reference.period.as_deref(),
        reference.target_span,
        resolver.diagnostics,
    )?;
    let scope = resolver.scope;
    let dataset = scope.project.datasets.get(period)?;
    let speaker = Speaker {
        locale: scope.locale,
        messages: scope.messages,
        facts,
        period,
        dataset,
        printed: RefCell::default(),
    };
    let made = speaker.table(&reference.target);
    for id in speaker.printed.into_inner() {
        resolver.print(PrintedKind::Fact, &id, period, reference.span);
    }
    if made.is_none() {
        let file = format!("data/{period}/{}.csv", reference.target);
        let message = format!(
            "there is no table `{}`: the file `{file}` is missing or cannot be read",
            reference.target
        );
        let span = reference.target_span;
        let diagnostic = Diagnostic::error("unknown-table", span, message);
        let id = format!("{}.count", reference.target);
        let diagnostic = match made_from(&id, period, facts) {
            Some(file) => lacks(diagnostic, file),
            None => diagnostic,
        };
        resolver.citations.tell(diagnostic, period, resolver.diagnostics);
    }
    made
}

/// What a table needs: the words of its language, and what is known of its period.
struct Speaker<'a> {
    locale: &'static Locale,
    messages: &'a Messages,
    facts: &'a PeriodFacts,
    period: &'a str,
    dataset: &'a Dataset,
    /// The facts in the table so far, in the order in which they are put into words.
    printed: RefCell<Vec<String>>,
}

impl Speaker<'_> {
    fn table(&self, name: &str) -> Option<Made> {
        let made = |table, dataset: &str| self.made(table, dataset, None);
        let data = self.dataset;
        match name {
            "goals" => data.goals.as_ref().map(|goals| made(self.goals(&goals.value), &goals.path)),
            "measures" => {
                let loaded = data.measures.as_ref()?;
                Some(made(self.measures(&loaded.value), &loaded.path))
            }
            "findings" => {
                let loaded = data.findings.as_ref()?;
                Some(made(self.findings(&loaded.value), &loaded.path))
            }
            "requests" => {
                let loaded = data.requests.as_ref()?;
                Some(made(self.requests(), &loaded.path))
            }
            "workforce" => data.workforce.as_ref().map(|loaded| {
                let groups = loaded.value.iter();
                let rows = groups.map(|group| {
                    let cell = |what: &str| self.number(&format!("workforce.{}.{what}", group.id));
                    let name = self.label(&group_label(&group.id, &group.name));
                    vec![name, cell("women"), cell("men"), cell("total"), cell("share_women")]
                });
                let columns = ["group", "women", "men", "total", "share-women"];
                self.of_people(&columns, rows.collect(), &loaded.path)
            }),
            "pay" => data.pay.as_ref().map(|loaded| {
                let rows = loaded.value.iter().map(|level| {
                    let id = match level.id.as_str() {
                        "total" => "pay.ratio".to_string(),
                        level => format!("pay.{level}.ratio"),
                    };
                    vec![self.label(&self.level(&level.id, &level.name)), self.number(&id)]
                });
                self.of_people(&["level", "value.pay.by_level"], rows.collect(), &loaded.path)
            }),
            "leave" => data.leave.as_ref().map(|loaded| {
                let row = |who: &str| {
                    let name = Cell::Text(self.messages.text(who).to_string());
                    let weeks = self.number(&format!("leave.{who}_weeks"));
                    vec![name, self.number(&format!("leave.{who}")), weeks]
                };
                let rows = vec![row("women"), row("men")];
                self.of_people(&["gender", "people", "weeks"], rows, &loaded.path)
            }),
            _ => None,
        }
    }

    /// The name of a level, which may stand in the workforce alone.
    fn level(&self, id: &str, name: &Words) -> Label {
        let same = self.dataset.workforce.as_ref().and_then(|workforce| {
            workforce.value.iter().find(|group| group.id == id && name.is_empty())
        });
        group_label(id, same.map_or(name, |group| &group.name))
    }

    /// A table whose first column names groups of people; the others are numbers.
    fn of_people(&self, columns: &[&str], rows: Vec<Vec<Cell>>, dataset: &str) -> Made {
        let columns = columns.iter().enumerate();
        let columns = columns.map(|(at, key)| Column { numeric: at > 0, ..self.column(key) });
        let withheld = rows.iter().flatten().any(|cell| *cell == self.dash());
        let smallest = self.facts.suppressed.values().next().map(|one| one.smallest);
        let note = smallest.filter(|_| withheld).map(|smallest| {
            let number = self.locale.number(smallest.into(), 0);
            self.messages.fill("withheld-note", &[("n", &number)])
        });
        let table = DataTable { keys: Vec::new(), columns: columns.collect(), rows, total: None };
        self.made(table, dataset, note)
    }

    fn made(&self, table: DataTable, dataset: &str, note: Option<String>) -> Made {
        Made { table, period: self.period.to_string(), dataset: dataset.to_string(), note }
    }

    /// A fact in words; a dash where it is withheld, nothing where there is none.
    fn number(&self, id: &str) -> Cell {
        match self.facts.facts.get(id) {
            Some(fact) => {
                self.printed.borrow_mut().push(id.to_string());
                let text = self.locale.value(&fact.value, fact.decimals).unwrap_or_default();
                Cell::Value { value: fact.value.clone(), decimals: fact.decimals, text }
            }
            None if self.facts.suppressed.contains_key(id) => self.dash(),
            None => Cell::Text(String::new()),
        }
    }

    fn dash(&self) -> Cell {
        Cell::Text(self.messages.text("withheld").to_string())
    }

    fn column(&self, key: &str) -> Column {
        Column { title: self.messages.text(key).to_string(), numeric: false }
    }

    fn label(&self, label: &Label) -> Cell {
        Cell::Text(words::label(label, self.locale, self.messages))
    }

    fn given(&self, words: &Words) -> Cell {
        Cell::Text(words::given(words, self.locale).unwrap_or_default().to_string())
    }

    fn status(&self, word: &str, tone: Tone) -> Cell {
        let key = format!("status-{}", word.replace('_', "-"));
        Cell::Status { word: self.messages.text(&key).to_string(), tone }
    }

    fn word(&self, prefix: &str, choice: impl Choice) -> Cell {
        let key = format!("{prefix}-{}", choice.word().replace('_', "-"));
        Cell::Text(self.messages.text(&key).to_string())
    }

    fn date(&self, date: Option<time::Date>) -> Cell {
        match date {
            Some(date) => {
                Cell::Value { value: Value::Date(date), decimals: 0, text: self.locale.date(date) }
            }
            None => Cell::Text(String::new()),
        }
    }

    fn goals(&self, goals: &[Goal]) -> DataTable {
        let numbers: [(&str, &str, ValueOf); 3] = [
            ("baseline", "baseline", |goal| goal.baseline.clone()),
            ("target", "target", |goal| goal.target.clone()),
            ("now", "value", |goal| goal.value.clone()),
        ];
        let mut table = Table::new(goals);
        table.column(self.column("goal"), |goal| self.given(&goal.text));
        for (key, fact, number) in numbers {
            if goals.iter().any(|goal| number(goal).is_some()) {
                let column = Column { numeric: true, ..self.column(key) };
                table.column(column, |goal| self.number(&format!("goals.{}.{fact}", goal.id)));
            }
        }
        table.column(self.column("status"), |goal| {
            let tone = match goal.status {
                GoalStatus::Continuous | GoalStatus::Dropped => Tone::Neutral,
                GoalStatus::OnTrack => Tone::Going,
                GoalStatus::Delayed => Tone::Bad,
                GoalStatus::Achieved => Tone::Good,
            };
            self.status(goal.status.word(), tone)
        });
        if goals.iter().any(|goal| goal.due.is_some()) {
            table.column(self.column("due"), |goal| self.date(goal.due));
        }
        table.column(self.column("owner"), |goal| self.given(&goal.owner));
        table.done()
    }

    fn measures(&self, measures: &[Measure]) -> DataTable {
        let mut table = Table::new(measures);
        table.column(self.column("measure"), |measure| self.given(&measure.title));
        table.column(self.column("status"), |measure| {
            let tone = match measure.status {
                MeasureStatus::Planned => Tone::Neutral,
                MeasureStatus::Ongoing => Tone::Going,
                MeasureStatus::Done => Tone::Good,
            };
            self.status(measure.status.word(), tone)
        });
        if measures.iter().any(|measure| measure.due.is_some()) {
            table.column(self.column("due"), |measure| self.date(measure.due));
        }
        if measures.iter().any(|measure| !measure.owner.is_empty()) {
            table.column(self.column("owner"), |measure| self.given(&measure.owner));
        }
        table.column(self.column("result"), |measure| {
            match words::given(&measure.expected_result, self.locale) {
                Some(expected) if measure.result.is_empty() => {
                    Cell::Text(self.messages.fill("expected-result", &[("result", expected)]))
                }
                _ => self.given(&measure.result),
            }
        });
        table.done()
    }

    /// The gravest first, then the likeliest; where neither is said, in the order of the file.
    fn findings(&self, findings: &[Finding]) -> DataTable {
        let mut findings: Vec<&Finding> = findings.iter().collect();
        findings.sort_by_key(|one| std::cmp::Reverse((one.severity, one.likelihood)));
        let mut table = Table::new(&findings);
        let has = |words: fn(&Finding) -> &Words| findings.iter().any(|one| !words(one).is_empty());
        let has_topic = has(|one| &one.topic);
        if has_topic {
            table.column(self.column("topic"), |one| self.given(&one.topic));
        }
        if has(|one| &one.text) || !has_topic {
            table.column(self.column("finding"), |one| self.given(&one.text));
        }
        table.column(self.column("kind"), |one| self.word("kind", one.kind));
        table.column(self.column("scope"), |one| self.word("scope", one.scope));
        table.column(self.column("status"), |one| {
            let tone = match one.status {
                FindingStatus::Open => Tone::Bad,
                FindingStatus::BeingHandled => Tone::Going,
                FindingStatus::Closed => Tone::Good,
            };
            self.status(one.status.word(), tone)
        });
        table.done()
    }

    /// What is known of the requests together: single ones are not shown.
    fn requests(&self) -> DataTable {
        const FACTS: [&str; 7] =
            ["count", "answered", "refused", "on_time", "on_time_rate", "median_days", "overdue"];
        let ids = FACTS.map(|fact| format!("requests.{fact}"));
        let rows = ids.iter().filter(|id| self.facts.facts.contains_key(*id)).map(|id| {
            let label = words::capitalised(self.messages.text(&format!("fact.{id}")));
            vec![Cell::Text(label), self.number(id)]
        });
        let columns =
            vec![self.column("requests"), Column { numeric: true, ..self.column("value") }];
        DataTable { keys: Vec::new(), columns, rows: rows.collect(), total: None }
    }
}

/// A value of a goal, if it has one.
type ValueOf = fn(&Goal) -> Option<Value>;

/// A table while it is made, column by column.
struct Table<'a, T> {
    items: &'a [T],
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl<'a, T> Table<'a, T> {
    fn new(items: &'a [T]) -> Self {
        Table { items, columns: Vec::new(), rows: items.iter().map(|_| Vec::new()).collect() }
    }

    fn column(&mut self, column: Column, cell: impl Fn(&T) -> Cell) {
        self.columns.push(column);
        for (row, item) in self.rows.iter_mut().zip(self.items) {
            row.push(cell(item));
        }
    }

    fn done(self) -> DataTable {
        DataTable { keys: Vec::new(), columns: self.columns, rows: self.rows, total: None }
    }
}

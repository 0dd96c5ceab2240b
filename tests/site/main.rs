//! The published site, as its readers meet it.

mod fixture;

#[test]
fn dump() {
    let Ok(folder) = std::env::var("BELEGG_DUMP") else { return };
    let report = fixture::report();
    let (_, told) = fixture::publish(&report, &[]);
    println!("{told:#?}");
    use belegg::{diagnostic::Diagnostics, render::site::site, source::Sources, theme::Theme};
    let sources = Sources::from_files::<&str, &str>([]);
    let mut diagnostics = Diagnostics::default();
    let theme = Theme::load("default", &sources, &mut diagnostics);
    for (path, bytes) in
        site(&report, &theme, &sources, &fixture::downloads(), &mut diagnostics).files
    {
        let path = std::path::Path::new(&folder).join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

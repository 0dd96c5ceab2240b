//! What is expected of a role.

use belegg::document::PageKind;
use expect_test::expect;

use super::{ORIGINAL, built, keys, main_part, options, project, published};
use crate::project::BASE;

#[test]
fn a_role_has_a_page_in_every_language_with_all_that_is_expected_of_it() {
    let sources = project(&[]);
    let html = published(&sources, "retningslinjer/rolle/leder/index.html");
    expect![[r#"
         id="site-main" class="single">
        <div class="text">

        <h1>Dette ventes av ledere</h1>
        <p class="lead">Alt retningslinjene sier om hva som ventes av ledere, med lenke til hvert sted det står.</p></div>
        <div class="text">
        <h2 id="policy-equality"><a href="../../../retningslinjer/likeverd/index.html">Likeverd</a></h2>
        <h3 id="policy-equality-manager"><a href="../../../retningslinjer/likeverd/index.html#respect">Respekt</a></h3>
        <p>Som leder</p>
        <ul>
        <li>griper du inn</li>
        </ul>
        <h3 id="policy-equality-recruit-manager"><a href="../../../retningslinjer/likeverd/index.html#recruit">Rekruttering</a></h3>
        <p>Som leder</p>
        <ul>
        <li>skriver du kravene først, se <a href="../../../retningslinjer/likeverd/index.html#respect">respekt</a></li>
        </ul>



        </div>
    "#]].assert_eq(main_part(&html));
    let english = published(&sources, "en/policies/role/manager/index.html");
    assert!(
        english
            .contains("hreflang=\"nb\" href=\"https://fjord.example/retningslinjer/rolle/leder/")
    );
    let listing = published(&sources, "retningslinjer/index.html");
    assert!(main_part(&listing).contains("retningslinjer/rolle/ansatt/index.html"), "{listing}");
}

#[test]
fn a_policy_that_is_not_translated_is_named_where_its_role_is_looked_up() {
    let config = format!("{}[translations]\nmissing = \"notice\"\n", BASE[0].1);
    let other = ORIGINAL.replace("slug = \"likeverd\"", "slug = \"annen\"");
    let sources = project(&[("belegg.toml", &config), ("content/policy/other.md", &other)]);
    let (artifacts, told) = built(&sources, &options());
    assert!(told.contains("missing-translation") && !told.contains("error"), "{told}");
    let files = artifacts.expect("a site").files;
    let page = &files["en/policies/role/manager/index.html"];
    let page = String::from_utf8(page.to_vec()).expect("text");
    assert!(main_part(&page).contains("Read in Norwegian: Likeverd</a>"), "{page}");
}

#[test]
fn a_site_without_policies_has_no_pages_of_roles() {
    let report = crate::project::composed(&crate::project::with(&[]));
    assert!(keys(&report, PageKind::Role).is_empty());
}

//! Versions that are kept track of.

use belegg::source::Sources;
use expect_test::expect;

use super::{
    ENGLISH, GROUNDS, ORIGINAL, PART, POLICY, TRANSLATION, built, options, project, tells,
    tells_with, unaccepted,
};
use crate::cli::{folder, session};

#[test]
fn a_text_that_changes_while_its_version_does_not_is_told() {
    let accepted = |sources: &Sources| {
        let file = sources.find("policies.toml").expect("the file");
        sources.whole_text(file).expect("text").to_string()
    };
    let versions = accepted(&project(&[]));
    let changed = |text: &str, part: &str| {
        unaccepted(&[("policies.toml", &versions), (POLICY, text), (PART, part)])
    };
    let wrapped =
        ORIGINAL.replace("Ingen skal forskjellsbehandles", "Ingen skal\nforskjellsbehandles");
    assert_eq!(built(&changed(&wrapped, GROUNDS), &options()).1, "");
    let text = ORIGINAL.replace("sier du fra", "sier du alltid fra");
    tells(
        &changed(&text, GROUNDS),
        expect![[r#"
            warning[unversioned-change]: the text has changed, but the version is still 1.10
             --> content/policy/equality.md:6:11
              |
            6 | version = "1.10"
              |           ^^^^^^
              |
              = help: raise `version`, and say under `[[changes]]` what is new; where nothing else is meant than before, run `belegg policies accept policy/equality`
            note: what it said when it was accepted
             --> policies.toml:6:1
              |
            6 | "1.10" = "522edc93d67d7479"
              | ^^^^^^

        "#]],
    );
    let part = GROUNDS.replace("- alder", "- alderen");
    let told = built(&changed(ORIGINAL, &part), &options()).1;
    assert!(told.contains("warning[unversioned-change]"), "{told}");
    let raise = |text: &str| {
        let text = text.replacen("version = \"1.10\"", "version = \"1.11\"", 1);
        let change = "[[changes]]\nversion = \"1.11\"\ntext = \"Mer\"\n[[changes]]";
        text.replacen("[[changes]]", change, 1)
    };
    let (original, translation) = (raise(&text), raise(TRANSLATION));
    let files =
        [("policies.toml", versions.as_str()), (POLICY, &original), (ENGLISH, &translation)];
    tells(
        &unaccepted(&files),
        expect![[r#"
        warning[unaccepted-policy]: nobody has accepted version 1.11 of this policy
         --> content/policy/equality.md:6:11
          |
        6 | version = "1.11"
          |           ^^^^^^
          |
          = help: when it holds, run `belegg policies accept policy/equality`

    "#]],
    );
}

#[test]
fn a_project_that_keeps_no_versions_is_told_once_how_to_begin() {
    let other = ORIGINAL.replace("slug = \"likeverd\"\n", "slug = \"annen\"\n");
    let files =
        [("content/policy/other.md", other.as_str()), ("content/policy/other.en.md", TRANSLATION)];
    tells(
        &unaccepted(&files),
        expect![[r#"
        warning[unaccepted-policy]: nobody keeps track of the versions of policies
         --> content/policy/equality.md:6:11
          |
        6 | version = "1.10"
          |           ^^^^^^
          |
          = help: run `belegg policies accept --all`: then a text that changes while its version does not is told

    "#]],
    );
}

#[test]
fn a_file_of_versions_that_cannot_be_read_is_told() {
    let file = "[\"policy/equality\"]\n\"1.10\" = \"new\"\n";
    let told = built(&unaccepted(&[("policies.toml", file)]), &options()).1;
    assert!(
        told.contains("error[wrong-value]: what stands for the version `1.10` is no hash"),
        "{told}"
    );
}

#[test]
fn the_command_lists_policies_and_accepts_them() {
    let project = folder();
    let root = project.path();
    let sources = unaccepted(&[]);
    for (file, source) in sources.iter() {
        let path = root.join(source.path.as_ref());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        // Overdue on whatever day the test runs.
        let text = sources.whole_text(file).expect("text");
        let text = text.replace("review_by = 2027", "review_by = 2000");
        let text = text.replace("effective = 2026", "effective = 1999");
        std::fs::write(path, text).expect("a file");
    }
    let mut told = String::new();
    for arguments in [
        &["policies"][..],
        &["policies", "--json"],
        &["policies", "accept", "policy/equalty"],
        &["policies", "accept", "content/policy/equality.md"],
        &["policies", "accept", "--all"],
        &["policies", "list"],
        &["policies", "--date", "1999-06-01"],
    ] {
        told.push_str(&format!("$ belegg {}\n{}", arguments.join(" "), session(root, arguments)));
    }
    told.push_str(&std::fs::read_to_string(root.join("policies.toml")).expect("the file"));
    expect![[r#"
        $ belegg policies
        stdout:
        page             version  owner        effective   review              state
        policy/equality  1.10     HR-direktør  1999-01-01  2000-01-01 overdue  new
        stderr:
        No version has been accepted yet. When the texts are what their versions say, run
          belegg policies accept --all
        exit 0
        $ belegg policies --json
        stdout:
        [
        {"page":"policy/equality","file":"content/policy/equality.md","title":"Likeverd","version":"1.10","owner":"HR-direktør","effective":"1999-01-01","review_by":"2000-01-01","overdue":true,"state":"new","hash":"522edc93d67d7479"}
        ]
        stderr:
        No version has been accepted yet. When the texts are what their versions say, run
          belegg policies accept --all
        exit 0
        $ belegg policies accept policy/equalty
        stderr:
        error[unknown-page]: there is no policy `policy/equalty`
         |
         = help: there is a policy `policy/equality`

        exit 2
        $ belegg policies accept content/policy/equality.md
        stderr:
        Accepted 1 policy
        exit 0
        $ belegg policies accept --all
        stderr:
        Nothing to accept: all is current already
        exit 0
        $ belegg policies list
        stdout:
        page             version  owner        effective   review              state
        policy/equality  1.10     HR-direktør  1999-01-01  2000-01-01 overdue  current
        exit 0
        $ belegg policies --date 1999-06-01
        stdout:
        page             version  owner        effective   review      state
        policy/equality  1.10     HR-direktør  1999-01-01  2000-01-01  current
        exit 0
        # What each version of a policy said: the page, then each version and a hash of the words of its
        # original, with the texts that it includes and without figures.
        # `belegg policies accept` writes this file. Keep it with the texts, and leave it as it is.

        ["policy/equality"]
        "1.10" = "522edc93d67d7479"
    "#]].assert_eq(&told);
}

#[test]
fn a_text_whose_part_is_broken_is_not_accepted() {
    let project = folder();
    let root = project.path();
    let sources = unaccepted(&[(PART, "- kjønn[^law]\n")]);
    for (file, source) in sources.iter() {
        let path = root.join(source.path.as_ref());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, sources.bytes(file)).expect("a file");
    }
    expect![[r#"
        stderr:
        error[unknown-footnote]: there is no footnote `law` on this page
         --> content/_parts/grounds.md:1:8
          |
        1 | - kjønn[^law]
          |        ^^^^^^
          |
          = help: add a line `[^law]: …`, or take the reference away

        error[unaccepted-policy]: this text, or a part that it includes, has errors: its version cannot be accepted
         --> content/policy/equality.md:6:11
          |
        6 | version = "1.10"
          |           ^^^^^^
          |
          = help: correct them first; nothing was accepted

        exit 1
    "#]].assert_eq(&session(root, &["policies", "accept", "--all"]));
    assert!(!root.join("policies.toml").exists());
}

#[test]
fn what_a_new_policy_leaves_open_is_told_unless_it_is_a_draft() {
    tells_with(
        &[
            ("owner = \"HR-direktør\"", "owner = \"…\""),
            ("owner = \"HR director\"", "owner = \"…\""),
        ],
        expect![[r#"
            error[incomplete-policy]: `owner` is still to be filled in
             --> content/policy/equality.en.md:6:9
              |
            6 | owner = "…"
              |         ^^^
              |
              = help: write it in the place of `…`, or make the page a draft: `draft = true`

            error[incomplete-policy]: `owner` is still to be filled in
             --> content/policy/equality.md:7:9
              |
            7 | owner = "…"
              |         ^^^
              |
              = help: write it in the place of `…`, or make the page a draft: `draft = true`

        "#]],
    );
    tells_with(
        &[
            ("owner = \"HR-direktør\"", "owner = \"…\""),
            ("owner = \"HR director\"", "owner = \"…\""),
            ("kind = ", "draft = true\nkind = "),
        ],
        expect![""],
    );
}

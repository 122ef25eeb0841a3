//! The engine has no words of its own: every rule it names stands in the catalogues.

use std::path::Path;

#[test]
fn every_trouble_the_engine_names_has_its_sentence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = shotloom::words::Words::of(shotloom::model::Language::English);
    let mut found = 0;
    for entry in std::fs::read_dir(root.join("src/engine")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(source) = std::fs::read_to_string(&path) else { continue };
        let named = source.split("Trouble::new(\"").skip(1).filter_map(|rest| rest.split_once('"'));
        for (rule, _) in named {
            found += 1;
            assert!(words.has(rule), "{rule} in {}", path.display());
        }
    }
    assert!(found > 40, "the sources were read: {found}");
}

//! What is known of uploads: kept for one vendor at one origin, until it is stale.

use crate::library::Library;
use crate::model::Sha256;

fn sha(digit: char) -> Sha256 {
    Sha256::from_hex(&digit.to_string().repeat(64)).unwrap()
}

const HERE: (&str, &str) = ("acme", "https://api.acme.example");

#[test]
fn an_upload_is_found_again_after_a_restart_until_it_is_stale() {
    let dir = tempfile::tempdir().unwrap();
    let wanted = [sha('a'), sha('b')];
    let found = |library: &Library, until| library.uploads(HERE.0, HERE.1, wanted.iter(), until).unwrap();
    let mut library = Library::open(dir.path()).unwrap().library;
    library.keep_upload(HERE, &sha('a'), "https://u.example/a", 1_000, 0).unwrap();
    drop(library);
    let mut library = Library::open(dir.path()).unwrap().library;
    assert_eq!(found(&library, 1_000).into_iter().collect::<Vec<_>>(), [(sha('a'), "https://u.example/a".to_owned())]);
    assert!(found(&library, 1_001).is_empty());
    assert!(library.uploads(HERE.0, "https://other.example", wanted.iter(), 0).unwrap().is_empty());
    library.keep_upload(HERE, &sha('a'), "https://u.example/again", 9_000, 0).unwrap();
    assert_eq!(found(&library, 1_001)[&sha('a')], "https://u.example/again");
    library.keep_upload(HERE, &sha('b'), "https://u.example/b", 20_000, 10_000).unwrap();
    assert_eq!(found(&library, 0).len(), 1, "the stale one is gone");
}

#[test]
fn a_refused_upload_is_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = Library::open(dir.path()).unwrap().library;
    for digit in ['a', 'b'] {
        library.keep_upload(HERE, &sha(digit), "https://u.example", 1_000, 0).unwrap();
    }
    library.forget_uploads(HERE.0, [sha('a')].iter()).unwrap();
    let left = library.uploads(HERE.0, HERE.1, [sha('a'), sha('b')].iter(), 0).unwrap();
    assert_eq!(left.into_keys().collect::<Vec<_>>(), [sha('b')]);
}

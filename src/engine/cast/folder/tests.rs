use proptest::prelude::*;

use super::*;
use crate::library::Library;
use crate::model::Element;

/// A library, and a folder beside it to lay things into.
struct Home {
    dir: tempfile::TempDir,
    library: Library,
}

impl Home {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let library = Library::open(&dir.path().join("library")).unwrap().library;
        Self { dir, library }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn lay(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    fn import(&self, folder: &Path, cast: &[Member]) -> Result<Settled, Trouble> {
        let found = import(folder, cast, &self.library.pictures())?;
        let mut number = 0;
        Ok(settle(found, cast, || {
            number += 1;
            format!("new-{number}")
        }))
    }
}

fn named(name: &str, images: Vec<ImageRef>) -> Member {
    Member::of(&Element { images, ..Element::named(name) }, &format!("id-{name}"))
}

fn rules(settled: &Settled) -> Vec<String> {
    settled.notices().into_iter().map(|notice| notice.said.rule).collect()
}

/// Everything of one that a folder keeps; a picture by its bytes.
fn kept(member: &Member) -> (Member, Vec<Vec<u8>>) {
    let bytes = |image: &ImageRef| match image.path() {
        Some(path) => fs::read(path).unwrap(),
        None => image.to_string().into_bytes(),
    };
    let shown = Member { images: Vec::new(), origins: [].into(), changed_at_millis: 0, ..member.clone() };
    (shown, member.images.iter().map(bytes).collect())
}

/// Name, description and notes, archived, pictures, videos.
type Made = (String, [String; 2], bool, Vec<Option<Vec<u8>>>, Vec<String>);

/// One of the cast with pictures of these bytes, some of them under one name, some of them links.
fn any_member() -> impl Strategy<Value = Made> {
    (
        "[A-Za-z0-9_]{1,6}",
        ["(?s).{0,24}", "(?s).{0,24}"],
        any::<bool>(),
        prop::collection::vec(prop::option::of(prop::collection::vec(any::<u8>(), 1..9)), 0..4),
        prop::collection::vec("https://example\\.com/[a-z]{1,4}\\.mp4", 0..2),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_goes_out_comes_in_as_it_was(cast in prop::collection::vec(any_member(), 1..4)) {
        let home = Home::new();
        let mut members: Vec<Member> = Vec::new();
        for (number, (name, [description, notes], is_archived, images, videos)) in cast.into_iter().enumerate() {
            let picture = |(at, bytes): (usize, Option<Vec<u8>>)| match bytes {
                Some(bytes) => ImageRef::file(home.lay(&format!("own/{number}/{at}/fröntal.png"), bytes)),
                None => ImageRef::parse(&format!("https://example.com/{at}.png")),
            };
            let images = images.into_iter().enumerate().map(picture).collect();
            let name = cast::free_name(&name, members.iter().map(|member| &*member.name));
            let mut member = named(&name, images);
            (member.description, member.notes) = (description.into(), notes.into());
            member.videos = videos.into_iter().map(Into::into).collect();
            members.push(Member { is_archived, ..member });
        }
        let out = home.at("out");
        prop_assert_eq!(export(members.clone(), &out).said.rule, "cast-exported");
        let settled = home.import(&out, &[]).unwrap();
        prop_assert_eq!(settled.members.iter().map(kept).collect::<Vec<_>>(), members.iter().map(kept).collect::<Vec<_>>());
        let is_own = |image: &ImageRef| image.path().is_none_or(|path| path.starts_with(home.library.dir()));
        prop_assert!(settled.members.iter().flat_map(|member| &member.images).all(is_own));
        prop_assert_eq!(rules(&settled), ["cast-imported"]);
        // A second time there is nothing new in it.
        let again = home.import(&out, &settled.members).unwrap();
        prop_assert_eq!(rules(&again), ["cast-import-known"]);
    }
}

#[test]
fn a_folder_is_whole_and_readable_and_never_written_over_another() {
    let home = Home::new();
    let picture = ImageRef::file(home.lay("own/front.png", b"front"));
    let out = home.at("out");
    fs::create_dir(&out).unwrap();
    assert_eq!(export(vec![named("fox", vec![picture.clone()])], &out).said.rule, "cast-exported");
    assert_eq!(fs::read(out.join("fox/front.png")).unwrap(), b"front");
    assert!(fs::read_to_string(out.join(FILE)).unwrap().contains("\"fox/front.png\""));
    assert_eq!(export(vec![named("owl", vec![picture])], &out).said.rule, "cast-export-taken");
    assert_eq!(export(Vec::new(), &home.lay("file", b"x")).said.rule, "cast-export-taken");
    assert_eq!(export(Vec::new(), &home.at("nowhere/out")).said.rule, "library-io");
    let left: Vec<_> = fs::read_dir(home.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".shotloom")), "{left:?}");
}

#[test]
fn a_picture_that_is_gone_is_told_and_everything_else_goes_out() {
    let home = Home::new();
    let images = vec![ImageRef::file(home.at("gone.png")), ImageRef::file(home.lay("own/front.png", b"front"))];
    assert_eq!(export(vec![named("fox", images)], &home.at("out")).said.rule, "cast-exported-gaps");
    let settled = home.import(&home.at("out"), &[]).unwrap();
    assert_eq!((rules(&settled), settled.members[0].images.len()), (vec!["cast-imported".to_owned()], 1));
}

#[test]
fn a_broken_folder_brings_nothing_and_says_why() {
    let home = Home::new();
    let rule = |folder: &Path| home.import(folder, &[]).map(|_| ()).map_err(|trouble| trouble.rule);
    let refused = |rule: &str| Err(rule.to_owned());
    assert_eq!(rule(&home.at("nowhere")), refused("cast-folder-none"));
    fs::create_dir_all(home.at("empty")).unwrap();
    assert_eq!(rule(&home.at("empty")), refused("cast-folder-none"));
    fs::create_dir_all(home.at("odd/cast.json")).unwrap();
    assert_eq!(rule(&home.at("odd")), refused("cast-folder-none"));
    let texts: [(&[u8], &str); 4] = [
        (b"{", "cast-folder-broken"),
        (b"\xff\xfe", "cast-folder-broken"),
        (b"{\"shotloom\":1}", "cast-folder-not-ours"),
        (b"{\"shotloom_cast\":9}", "cast-folder-newer"),
    ];
    for (text, expected) in texts {
        home.lay("broken/cast.json", text);
        assert_eq!(rule(&home.at("broken")), refused(expected));
    }
}

#[test]
fn the_good_part_of_a_folder_comes_in_and_the_rest_is_named() {
    let home = Home::new();
    home.lay("in/fox/front.png", b"front");
    home.lay("in/fox/empty.png", b"");
    home.lay("secret", b"secret");
    #[cfg(unix)]
    std::os::unix::fs::symlink(home.at("secret"), home.at("in/fox/link.png")).unwrap();
    let images = r#"["fox/front.png","fox/empty.png","../secret","fox/link.png","fox","https://example.com/x.png"]"#;
    let text = format!(r#"{{"shotloom_cast":1,"elements":[{{"name":"red fox","images":{images}}},{{"name":"owl"}}]}}"#);
    let manifest = home.lay("in/cast.json", text);
    let settled = home.import(&manifest, &[]).unwrap();
    let [fox, owl] = &settled.members[..] else { panic!("{:?}", settled.members) };
    assert_eq!((&*fox.id, &*fox.name, fox.images.len(), &*owl.name), ("new-1", "red_fox", 2, "owl"));
    assert_eq!(settled.gaps, ["fox/empty.png", "../secret", "fox/link.png", "fox"]);
    assert_eq!(rules(&settled), ["cast-imported", "cast-import-renamed", "cast-import-gaps"]);
}

#[test]
fn a_name_or_an_id_that_is_taken_is_given_anew() {
    let home = Home::new();
    let text = r#"{"shotloom_cast":1,"elements":[{"id":"id-fox","name":"fox"},{"id":"id-fox","name":"fox"}]}"#;
    home.lay("in/cast.json", text);
    let here = Member { notes: "ours".into(), ..named("fox", Vec::new()) };
    let settled = home.import(&home.at("in"), std::slice::from_ref(&here)).unwrap();
    let told: Vec<(&str, &str)> = settled.members.iter().map(|member| (&*member.id, &*member.name)).collect();
    assert_eq!(told, [("new-1", "no2_fox"), ("new-2", "no3_fox")]);
    let notices = settled.notices();
    assert!(matches!(&notices[0].undo, Some(Command::DropFromCast(ids)) if ids.len() == 2), "{notices:?}");
    assert_eq!(notices[1].said.text("names"), Some("fox → @no2_fox, fox → @no3_fox"));
}

//! What a text on the clipboard, or the name of a file, says of a picture. Nothing is opened here: what a file truly is,
//! its bytes say when it is measured.

use std::path::{Path, PathBuf};

use crate::model::{ImageRef, Trouble};

/// Endings of what is certainly something else. An ending that is not known is no reason to refuse.
const VIDEO: &[&str] = &["mp4", "mov", "m4v", "mkv", "webm", "avi", "mpg", "mpeg"];
const OTHER: &[&str] = &[
    "txt", "md", "pdf", "doc", "docx", "odt", "xls", "xlsx", "csv", "json", "xml", "html", "zip", "gz", "tar", "7z",
    "rar", "mp3", "wav", "flac", "ogg", "aac", "m4a", "exe", "sh", "py", "rs", "ttf", "otf",
];
const PICTURE: &[&str] =
    &["png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "tif", "tiff", "webp", "avif", "heic", "heif"];

/// Why a file of this name is no picture, as far as its name tells.
pub fn refuses(path: &Path) -> Option<Trouble> {
    let ending = ending(path)?;
    if VIDEO.contains(&&*ending) {
        return Some(Trouble::new("well-is-video"));
    }
    OTHER.contains(&&*ending).then(|| Trouble::new("well-is-no-picture").with("ending", ending))
}

fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// Whether a file of this name surely is meant as a picture, legal or not.
pub fn is_picture(path: &Path) -> bool {
    ending(path).is_some_and(|ending| PICTURE.contains(&&*ending))
}

/// What a pasted text names.
#[derive(Debug, Clone, PartialEq)]
pub enum Named {
    /// Files that a file manager copied, or an address.
    Pictures(Vec<ImageRef>),
    /// It names something, but nothing that can be had.
    Nothing(Trouble),
    /// Any other text.
    Text,
}

/// Reads a pasted text: file addresses or whole paths, one a line, or one web address.
pub fn read(text: &str) -> Named {
    let text = text.trim();
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    if !text.contains(char::is_whitespace) && (lower.starts_with("https://") || lower.starts_with("http://")) {
        return match address(text) {
            Ok(image) => Named::Pictures(vec![image]),
            Err(why) => Named::Nothing(why),
        };
    }
    // Older file managers say first what is to be done with the files.
    let is_order = |line: &&str| !matches!(*line, "" | "copy" | "cut" | "x-special/nautilus-clipboard");
    let lines: Vec<&str> = text.lines().map(str::trim).filter(is_order).take(MAX_LINES + 1).collect();
    if lines.is_empty() || lines.len() > MAX_LINES {
        return Named::Text;
    }
    let Some(paths) = lines.into_iter().map(path).collect::<Option<Vec<PathBuf>>>() else {
        return Named::Text;
    };
    let refused = paths.iter().find_map(|path| refuses(path));
    match refused {
        Some(why) => Named::Nothing(why),
        None => Named::Pictures(paths.into_iter().map(ImageRef::file).collect()),
    }
}

/// More lines than anybody copies pictures: some other text.
const MAX_LINES: usize = 64;

/// An address as a vendor can fetch it.
pub fn address(text: &str) -> Result<ImageRef, Trouble> {
    match url::Url::parse(text.trim()) {
        Ok(url) if url.scheme() == "https" && url.has_host() => Ok(ImageRef::Url(text.trim().into())),
        Ok(url) if url.scheme() == "http" => Err(Trouble::new("well-address-not-https")),
        Ok(_) | Err(_) => Err(Trouble::new("well-address-broken")),
    }
}

fn path(line: &str) -> Option<PathBuf> {
    if line.starts_with("file://") {
        return url::Url::parse(line).ok()?.to_file_path().ok();
    }
    let path = Path::new(line);
    path.is_absolute().then(|| path.to_owned())
}

/// Whether these are surely meant as pictures, wherever they are pasted: nobody writes a path to a picture into nothing.
pub fn are_pictures(images: &[ImageRef]) -> bool {
    let is_one = |image: &ImageRef| match image {
        ImageRef::File(path) => is_picture(path),
        ImageRef::Url(address) => url::Url::parse(address).is_ok_and(|url| is_picture(Path::new(url.path()))),
    };
    images.iter().all(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Named {
        Named::Pictures(paths.iter().map(ImageRef::file).collect())
    }

    fn refused(named: Named) -> String {
        match named {
            Named::Nothing(why) => why.rule,
            Named::Pictures(_) | Named::Text => panic!("{named:?}"),
        }
    }

    #[test]
    fn what_file_managers_copy_is_read() {
        assert_eq!(
            read("file:///home/kim/a%20fox.png\r\nfile:///b.jpg\r\n"),
            files(&["/home/kim/a fox.png", "/b.jpg"])
        );
        assert_eq!(read("/home/kim/雪.png"), files(&["/home/kim/雪.png"]));
        assert_eq!(read("x-special/nautilus-clipboard\ncopy\nfile:///a.png"), files(&["/a.png"]));
        assert_eq!(read("/home/kim/scan"), files(&["/home/kim/scan"]));
    }

    #[test]
    fn what_can_be_nothing_but_something_else_is_refused_by_its_name() {
        assert_eq!(refused(read("file:///film.MP4")), "well-is-video");
        assert_eq!(refused(read("/notes.txt")), "well-is-no-picture");
        assert_eq!(refuses(Path::new("/a/picture.dat")), None);
        assert_eq!(refuses(Path::new("/a/picture")), None);
    }

    #[test]
    fn an_address_is_encrypted_and_whole() {
        assert_eq!(
            read(" https://a.example/x.png\n"),
            Named::Pictures(vec![ImageRef::Url("https://a.example/x.png".into())])
        );
        assert_eq!(refused(read("http://a.example/x.png")), "well-address-not-https");
        assert_eq!(refused(read("https://")), "well-address-broken");
    }

    #[test]
    fn words_are_words() {
        for text in ["", "a fox in the snow", "relative/path.png", "a\nb", "see https://a.example/x.png there"] {
            assert_eq!(read(text), Named::Text, "{text:?}");
        }
    }

    #[test]
    fn only_names_of_pictures_are_taken_where_nothing_asked_for_one() {
        assert!(are_pictures(&[ImageRef::file("/a.PNG"), ImageRef::Url("https://a.example/b.webp?x=1".into())]));
        assert!(!are_pictures(&[ImageRef::file("/a")]) && !are_pictures(&[ImageRef::Url("https://a.example/".into())]));
    }
}

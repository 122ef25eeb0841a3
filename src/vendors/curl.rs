//! A request as a line for a shell: what the wire view offers to copy.

use std::collections::BTreeMap;

use super::{Content, Request, UploadPicture, Vendor, describe};
use crate::model::image::{ImageRef, Prepared};

/// The request as a cURL command for a POSIX shell. The key stands as `$KEY`, which the shell fills in; a picture in
/// the body stands by its hash and weight, one that is the body by its file's name.
pub fn curl(vendor: &dyn Vendor, request: &Request, pictures: &BTreeMap<ImageRef, Prepared>) -> String {
    let shown = describe(vendor, request, pictures, None);
    let mut parts = vec![format!("curl -X {} {}", request.method.word(), quoted(&request.url))];
    let is_form = matches!(request.content, Content::Multipart { .. });
    for (name, value) in shown["headers"].as_object().into_iter().flatten() {
        // cURL writes a form's own content type, boundary and all.
        if !(is_form && name == "Content-Type") {
            parts.push(format!("-H {}", header(name, value.as_str().unwrap_or_default())));
        }
    }
    parts.extend(match &request.content {
        Content::None => None,
        Content::Json(_) => Some(format!("--data-raw {}", quoted(&shown["body"].to_string()))),
        Content::Multipart { field, picture } => {
            let form = format!("{field}=@{};type={}", file_name(picture), picture.content_type);
            Some(format!("-F {}", quoted(&form)))
        }
        Content::Raw(picture) => Some(format!("--data-binary {}", quoted(&format!("@{}", file_name(picture))))),
    });
    parts.join(" \\\n  ")
}

/// In double quotes, so that `$KEY` is filled in, and nothing but it.
fn header(name: &str, value: &str) -> String {
    let plain = format!("{name}: {value}");
    if !value.contains("$KEY") {
        return quoted(&plain);
    }
    let mut out = String::from("\"");
    for (i, piece) in plain.split("$KEY").enumerate() {
        if i > 0 {
            out.push_str("$KEY");
        }
        for c in piece.chars() {
            if matches!(c, '"' | '\\' | '$' | '`') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out.push('"');
    out
}

/// In single quotes, within which a shell reads nothing.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn file_name(picture: &UploadPicture) -> String {
    format!("{}{}", picture.sha256, picture.extension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::image::Sha256;
    use crate::vendors::{Body, Method};

    fn vendor() -> &'static dyn Vendor {
        crate::vendors::all()[0]
    }

    fn picture() -> UploadPicture {
        let sha256 = Sha256::from_hex(&"ab".repeat(32)).unwrap();
        UploadPicture { sha256, bytes: 7, content_type: "image/png", extension: ".png" }
    }

    #[test]
    fn a_prompt_with_quotes_and_dollars_reaches_the_vendor_as_it_was_written() {
        let body = Body::Object(vec![("prompt", "it's $5 `now`".into())]);
        let request = Request::signed(Method::Post, "https://x.y/z".to_owned(), Content::Json(body));
        let expected = concat!(
            "curl -X POST 'https://x.y/z' \\\n",
            "  -H \"Authorization: Bearer $KEY\" \\\n",
            "  -H 'Content-Type: application/json' \\\n",
            "  --data-raw '{\"prompt\":\"it'\\''s $5 `now`\"}'",
        );
        assert_eq!(curl(vendor(), &request, &BTreeMap::new()), expected);
    }

    #[test]
    fn an_upload_names_its_file_and_a_presigned_address_gets_no_key() {
        let content = Content::Multipart { field: "file", picture: picture() };
        let form = Request::signed(Method::Post, "https://x.y/up".to_owned(), content);
        let form = curl(vendor(), &form, &BTreeMap::new());
        assert!(form.ends_with(&format!("-F 'file=@{};type=image/png'", "ab".repeat(32) + ".png")), "{form}");
        assert!(!form.contains("Content-Type"), "{form}");
        let put = Request {
            method: Method::Put,
            url: "https://store.y/p?sig=1".to_owned(),
            content: Content::Raw(picture()),
            is_signed: false,
        };
        let put = curl(vendor(), &put, &BTreeMap::new());
        assert!(!put.contains("$KEY") && put.contains("-H 'Content-Type: image/png'"), "{put}");
    }
}

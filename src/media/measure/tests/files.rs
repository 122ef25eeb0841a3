//! What is refused before or while it is read, each in one sentence of both languages.

use super::*;
use crate::media::probe::fault;

#[test]
fn an_empty_file_a_text_and_a_missing_one_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.png");
    std::fs::write(&empty, b"").unwrap();
    assert!(matches!(measure(&empty), Err(PictureError::Empty)));
    assert!(matches!(measure(&sample("text.png")), Err(PictureError::NotAPicture)));
    assert!(matches!(measure(&folder.path().join("none.png")), Err(PictureError::Missing { .. })));
    assert!(matches!(measure(&empty.join("none.png")), Err(PictureError::Missing { .. })));
}

#[test]
fn a_folder_a_device_a_socket_and_a_fifo_are_no_pictures_and_hold_nobody_up() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |path: PathBuf| assert!(matches!(measure(&path), Err(PictureError::NotRegular { .. })), "{path:?}");
    refused(folder.path().to_owned());
    #[cfg(unix)]
    {
        refused("/dev/zero".into());
        let socket = folder.path().join("socket.png");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        refused(socket);
        let (one, other) = (folder.path().join("one.png"), folder.path().join("other.png"));
        std::os::unix::fs::symlink(&one, &other).unwrap();
        std::os::unix::fs::symlink(&other, &one).unwrap();
        refused(one);
        let fifo = folder.path().join("fifo.png");
        let made = std::process::Command::new("mkfifo").arg(&fifo).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every Unix");
        refused(fifo);
    }
}

#[test]
fn a_link_to_a_picture_is_a_picture() {
    #[cfg(unix)]
    {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link.png");
        std::os::unix::fs::symlink(sample("plain.png"), &link).unwrap();
        assert!(measure(&link).unwrap().measured.prepared.is_some());
    }
}

#[test]
fn a_file_too_long_to_read_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.png");
    // A hole: it takes no room on the disk.
    std::fs::File::create(&path).unwrap().set_len(limits::FILE_BYTES + 1).unwrap();
    let error = measure(&path).unwrap_err();
    assert!(matches!(error, PictureError::FileTooLarge { .. }));
    assert_eq!(said(error), "The picture file is 64.1 MB and at most 64 MB are read: save it smaller");
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let error = measure(&sample("bomb_20000.png")).unwrap_err();
    assert!(matches!(error, PictureError::TooManyPixels { width: 20_000, height: 20_000 }));
    let header_alone = &sample_bytes("bomb_20000.png")[..33];
    assert!(matches!(facts_of(header_alone), Err(PictureError::TooManyPixels { .. })), "nothing else was looked at");
    assert!(said(error).contains("20000×20000"));
}

#[test]
fn a_picture_without_a_side_is_damaged() {
    let mut flat = sample_bytes("anim.gif");
    // The height of the screen, in its header.
    flat[8..10].fill(0);
    assert!(matches!(facts_of(&flat), Err(PictureError::Damaged { .. })));
}

#[test]
fn a_palette_that_ends_within_a_colour_is_damaged() {
    let with_palette = |palette: &[u8]| {
        // One pixel of eight bits in a palette.
        let header = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 3, 0, 0, 0]);
        facts_of(&[&sample_bytes("plain.png")[..8], &header[..], &chunk(b"PLTE", palette)[..]].concat())
    };
    assert!(with_palette(&[9; 6]).is_ok());
    assert!(matches!(with_palette(&[9; 4]), Err(PictureError::Damaged { .. })));
}

#[test]
fn one_side_too_long_is_too_many_pixels() {
    let wide = encoded(GrayImage::new(limits::SIDE + 1, 1), ImageFormat::Png);
    assert!(matches!(facts_of(&wide), Err(PictureError::TooManyPixels { .. })));
    let widest = encoded(GrayImage::new(limits::SIDE, 1), ImageFormat::Png);
    assert_eq!(facts_of(&widest).unwrap().width, limits::SIDE);
}

#[test]
fn a_text_chunk_that_is_a_bomb_is_never_unpacked() {
    let plain = sample_bytes("plain.png");
    // 8 bytes of signature and 25 of IHDR.
    let mut given = plain[..33].to_vec();
    let packed = vec![0x55; 300_000];
    given.extend_from_slice(&chunk(b"zTXt", &[b"Comment\0\0", &packed[..]].concat()));
    given.extend_from_slice(&plain[33..]);
    let picture = measure_bytes(&given).unwrap();
    assert_eq!(picture.prepared_bytes, measured("plain.png").prepared_bytes);
}

#[test]
fn a_profile_that_is_a_bomb_is_no_profile() {
    let plain = sample_bytes("plain.png");
    let mut given = plain[..33].to_vec();
    let packed = vec![0x55; limits::PROFILE_BYTES];
    given.extend_from_slice(&chunk(b"iCCP", &[b"Profile\0\0", &packed[..]].concat()));
    given.extend_from_slice(&plain[33..]);
    let picture = measure_bytes(&given).unwrap();
    assert!(!picture.measured.facts.has_foreign_profile);
    assert_eq!(picture.prepared_bytes, measured("plain.png").prepared_bytes);
}

#[test]
fn a_cut_picture_is_damaged_wherever_it_was_cut() {
    let is_damaged = |given: &[u8]| matches!(measure_bytes(given), Err(PictureError::Damaged { .. }));
    assert!(is_damaged(&sample_bytes("truncated.jpg")));
    for name in
        ["plain.jpg", "progressive.jpg", "grey.jpg", "plain.png", "interlaced.png", "anim.gif", "webp_named.png"]
    {
        let whole = sample_bytes(name);
        for part in [0.2, 0.5, 0.8, 0.95] {
            let cut = &whole[..(whole.len() as f64 * part) as usize];
            // The first picture of an animation may well be whole.
            assert!(is_damaged(cut) || name == "anim.gif", "{name} cut at {part}");
        }
    }
}

#[test]
fn a_cut_jpeg_with_an_end_marker_put_on_is_still_damaged() {
    for name in ["plain.jpg", "grey.jpg", "cmyk.jpg"] {
        let whole = sample_bytes(name);
        let mut cut = whole[..whole.len() / 2].to_vec();
        cut.extend_from_slice(&[0xFF, 0xD9]);
        assert!(matches!(measure_bytes(&cut), Err(PictureError::Damaged { .. })), "{name}");
    }
}

#[test]
fn a_decoder_that_panics_is_a_finding_and_the_next_picture_is_as_good_as_ever() {
    // Its header, its data, its prepared bytes.
    for step in 0..3 {
        fault::arm(step);
        let error = measure(&sample("plain.jpg")).unwrap_err();
        assert!(
            matches!(&error, PictureError::Panicked { detail } if detail.contains("broke")),
            "step {step}: {error}"
        );
        assert!(said(error).starts_with("The picture broke its decoder"));
        assert!(measure(&sample("plain.jpg")).is_ok(), "after step {step}");
    }
}

#[test]
fn every_refusal_is_said_in_both_languages() {
    let path = PathBuf::from("x.png");
    let detail = || "detail".to_owned();
    let format = PictureFormat::Heic;
    let errors = [
        PictureError::Missing { path: path.clone() },
        PictureError::NotRegular { path: path.clone() },
        PictureError::Unreadable { path, source: std::io::Error::other("detail") },
        PictureError::Empty,
        PictureError::FileTooLarge { bytes: 70_000_000 },
        PictureError::NotAPicture,
        PictureError::TooManyPixels { width: 20_000, height: 3 },
        PictureError::TooMuchMemory { bytes: 900_000_000 },
        PictureError::NoDecoder { format },
        PictureError::Unsupported { format, detail: detail() },
        PictureError::Damaged { format, detail: detail() },
        PictureError::Panicked { detail: detail() },
        PictureError::DoesNotFit { width: 1, height: 1 },
    ];
    for error in errors {
        let trouble = Trouble::from(&error);
        let [english, chinese] = Language::ALL.map(|language| Words::of(language).say(&trouble));
        for said in [&english, &chinese] {
            assert!(!said.contains('{') && *said != trouble.rule, "{said}");
        }
        assert_ne!(english, chinese);
    }
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    let crc = body.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 })
    });
    [&(data.len() as u32).to_be_bytes()[..], &body, &(!crc).to_be_bytes()].concat()
}

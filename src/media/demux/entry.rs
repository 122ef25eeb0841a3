//! What a track's sample entry says: its codec, its size, its decoder's setup.

use shiguredo_mp4::boxes::{AudioSampleEntryFields, AvccBox, SampleEntry, UnknownBox, VisualSampleEntryFields};

/// What a video decoder needs before the first sample.
#[derive(Debug, Clone, PartialEq)]
pub enum VideoSetup {
    Avc(AvcConfig),
    /// A codec we do not decode.
    Other,
}

/// H.264: how long each length field is, and the parameter sets, without start codes.
#[derive(Debug, Clone, PartialEq)]
pub struct AvcConfig {
    /// 1, 2 or 4 bytes (3 is legal and unseen).
    pub nal_length_bytes: usize,
    pub sps: Vec<Vec<u8>>,
    pub pps: Vec<Vec<u8>>,
}

/// Code points of ISO/IEC 23091-2; 2 is "unspecified".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColorTag {
    pub matrix: u8,
    pub is_full_range: bool,
}

/// What a sound decoder needs before the first packet.
#[derive(Debug, Clone, PartialEq)]
pub enum AudioSetup {
    /// AudioSpecificConfig.
    Aac(Vec<u8>),
    /// STREAMINFO, without its block header.
    Flac(Vec<u8>),
    /// The magic cookie.
    Alac(Vec<u8>),
    /// A codec we do not decode.
    Other,
}

pub struct VideoEntry {
    pub codec: String,
    pub setup: VideoSetup,
    pub width: u32,
    pub height: u32,
    pub color: Option<ColorTag>,
}

pub struct AudioEntry {
    pub codec: String,
    pub setup: AudioSetup,
    pub rate: u32,
    pub channels: u16,
}

/// Reads a picture track's entry. None: it is no entry of a picture track.
pub fn video(entry: &SampleEntry) -> Option<VideoEntry> {
    let visual = |codec: &str, visual: &VisualSampleEntryFields, extra: &[UnknownBox], setup| VideoEntry {
        codec: codec.to_owned(),
        setup,
        width: visual.width.into(),
        height: visual.height.into(),
        color: extra.iter().find_map(color_tag),
    };
    Some(match entry {
        SampleEntry::Avc1(b) => visual("h264", &b.visual, &b.unknown_boxes, avc_setup(&b.avcc_box)),
        SampleEntry::Hev1(b) => visual("hevc", &b.visual, &b.unknown_boxes, VideoSetup::Other),
        SampleEntry::Hvc1(b) => visual("hevc", &b.visual, &b.unknown_boxes, VideoSetup::Other),
        SampleEntry::Vp08(b) => visual("vp8", &b.visual, &b.unknown_boxes, VideoSetup::Other),
        SampleEntry::Vp09(b) => visual("vp9", &b.visual, &b.unknown_boxes, VideoSetup::Other),
        SampleEntry::Av01(b) => visual("av1", &b.visual, &b.unknown_boxes, VideoSetup::Other),
        SampleEntry::Unknown(b) => unknown_video(b),
        SampleEntry::Opus(_)
        | SampleEntry::Mp4a(_)
        | SampleEntry::Flac(_)
        | SampleEntry::Stpp(_)
        | SampleEntry::Wvtt(_)
        | SampleEntry::Tx3g(_) => return None,
    })
}

/// Reads a sound track's entry. `timescale` is its rate where the entry has no room for it.
pub fn audio(entry: &SampleEntry, timescale: u32) -> Option<AudioEntry> {
    let sound = |codec: &str, audio: &AudioSampleEntryFields, setup| AudioEntry {
        codec: codec.to_owned(),
        setup,
        rate: rate_of(audio.samplerate.integer, timescale),
        channels: audio.channelcount,
    };
    Some(match entry {
        SampleEntry::Mp4a(b) => {
            let config = &b.esds_box.es.dec_config_descr;
            let bytes = config.dec_specific_info.as_ref().map(|info| info.payload.clone());
            match (config.object_type_indication, bytes) {
                (0x40 | 0x66..=0x68, Some(bytes)) => sound("aac", &b.audio, AudioSetup::Aac(bytes)),
                (0x69 | 0x6b, _) => sound("mp3", &b.audio, AudioSetup::Other),
                (0xa5, _) => sound("ac3", &b.audio, AudioSetup::Other),
                _ => sound("aac", &b.audio, AudioSetup::Other),
            }
        }
        SampleEntry::Flac(b) => {
            let info = b.dfla_box.metadata_blocks.iter().find(|block| block.block_type.get() == 0);
            let setup = info.map_or(AudioSetup::Other, |info| AudioSetup::Flac(info.block_data.clone()));
            sound("flac", &b.audio, setup)
        }
        SampleEntry::Opus(b) => sound("opus", &b.audio, AudioSetup::Other),
        SampleEntry::Unknown(b) => unknown_audio(b, timescale)?,
        SampleEntry::Avc1(_)
        | SampleEntry::Hev1(_)
        | SampleEntry::Hvc1(_)
        | SampleEntry::Vp08(_)
        | SampleEntry::Vp09(_)
        | SampleEntry::Av01(_)
        | SampleEntry::Stpp(_)
        | SampleEntry::Wvtt(_)
        | SampleEntry::Tx3g(_) => return None,
    })
}

fn avc_setup(avcc: &AvccBox) -> VideoSetup {
    VideoSetup::Avc(AvcConfig {
        nal_length_bytes: usize::from(avcc.length_size_minus_one.get()) + 1,
        sps: avcc.sps_list.clone(),
        pps: avcc.pps_list.clone(),
    })
}

/// A `colr` box of kind `nclx` (ISO/IEC 14496-12 §12.1.5).
fn color_tag(extra: &UnknownBox) -> Option<ColorTag> {
    if extra.box_type.as_bytes() != b"colr" || !extra.payload.starts_with(b"nclx") {
        return None;
    }
    let (matrix, flags) = (*extra.payload.get(9)?, *extra.payload.get(10)?);
    Some(ColorTag { matrix, is_full_range: flags & 0x80 != 0 })
}

/// A picture entry of a kind the box reader does not know: the fields all of them begin with.
fn unknown_video(entry: &UnknownBox) -> VideoEntry {
    let kind = entry.box_type.as_bytes();
    let codec = match kind {
        b"avc3" => "h264".to_owned(),
        b"dvh1" | b"dvhe" => "hevc".to_owned(),
        b"mp4v" => "mpeg4".to_owned(),
        b"jpeg" | b"mjpa" | b"mjpb" => "mjpeg".to_owned(),
        b"apcn" | b"apch" | b"apcs" | b"apco" | b"ap4h" | b"ap4x" => "prores".to_owned(),
        other => word(other),
    };
    let at =
        |place: usize| entry.payload.get(place..place + 2).map_or(0, |b| u32::from(u16::from_be_bytes([b[0], b[1]])));
    VideoEntry { codec, setup: VideoSetup::Other, width: at(24), height: at(26), color: None }
}

fn unknown_audio(entry: &UnknownBox, timescale: u32) -> Option<AudioEntry> {
    let kind = entry.box_type.as_bytes();
    let codec = match kind {
        b"alac" | b".mp3" => word(kind),
        b"ac-3" => "ac3".to_owned(),
        b"ec-3" => "eac3".to_owned(),
        b"sowt" => "pcm_s16le".to_owned(),
        b"twos" => "pcm_s16be".to_owned(),
        other => word(other),
    };
    let at = |place: usize| entry.payload.get(place..place + 2).map(|b| u16::from_be_bytes([b[0], b[1]]));
    let (channels, rate) = (at(16)?, rate_of(at(24)?, timescale));
    let setup = if kind == b"alac" { alac_cookie(&entry.payload) } else { AudioSetup::Other };
    Some(AudioEntry { codec, setup, rate, channels })
}

/// The cookie lies in an `alac` box inside the entry of the same name, after its version and flags.
fn alac_cookie(payload: &[u8]) -> AudioSetup {
    let inner = payload.get(28..).unwrap_or_default();
    let Some(size) = inner.get(..4).and_then(|size| size.try_into().ok()).map(u32::from_be_bytes) else {
        return AudioSetup::Other;
    };
    let size = usize::try_from(size).unwrap_or(usize::MAX).min(inner.len());
    match inner.get(12..size) {
        Some(cookie) if inner.get(4..8) == Some(b"alac") => AudioSetup::Alac(cookie.to_vec()),
        _ => AudioSetup::Other,
    }
}

/// Rates over 65,535 Hz do not fit the entry's field; the track's own clock runs at the rate then.
fn rate_of(field: u16, timescale: u32) -> u32 {
    if field == 0 || timescale > 65_535 { timescale } else { field.into() }
}

fn word(kind: &[u8]) -> String {
    let printable = kind.iter().map(|&b| if b.is_ascii_graphic() { char::from(b.to_ascii_lowercase()) } else { '.' });
    printable.collect::<String>().trim_matches('.').to_owned()
}

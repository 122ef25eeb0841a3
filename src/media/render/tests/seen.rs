//! What a decoder sees, without any outside program.

use rusty_h264_common::YuvFrame;
use rusty_h264_decoder::Decoder;
use shiguredo_mp4::TrackKind;
use shiguredo_mp4::boxes::SampleEntry;
use shiguredo_mp4::demux::{Input, Mp4FileDemuxer};
use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::formats::TrackType;
use symphonia::core::io::MediaSourceStream;

use super::*;

/// The coded pictures of a clip, each behind a start code, the parameter sets before them.
fn units(file: &[u8]) -> Vec<Vec<u8>> {
    let mut demuxer = Mp4FileDemuxer::new();
    demuxer.handle_input(Input { position: 0, data: file });
    let mut units = Vec::new();
    while let Some(sample) = demuxer.next_sample().unwrap() {
        if sample.track.kind != TrackKind::Video {
            continue;
        }
        if let Some(SampleEntry::Avc1(entry)) = sample.sample_entry {
            for set in entry.avcc_box.sps_list.iter().chain(&entry.avcc_box.pps_list) {
                units.push([&[0, 0, 0, 1], set.as_slice()].concat());
            }
        }
        let begin = sample.data_offset as usize;
        // One slice a picture: its length gives way to a start code.
        units.push([&[0, 0, 0, 1], &file[begin + 4..begin + sample.data_size]].concat());
    }
    units
}

fn pictures(units: &[Vec<u8>]) -> Vec<YuvFrame> {
    let mut decoder = Decoder::new();
    units.iter().filter_map(|unit| decoder.decode(unit).unwrap()).collect()
}

fn clip(order: &RenderOrder) -> Vec<YuvFrame> {
    pictures(&units(&std::fs::read(Rendered::new(order).path()).unwrap()))
}

/// The mean difference of luma.
fn distance(left: &YuvFrame, right: &YuvFrame) -> f64 {
    let sum: u64 = left.y.iter().zip(&right.y).map(|(l, r)| u64::from(l.abs_diff(*r))).sum();
    sum as f64 / left.y.len() as f64
}

#[test]
fn every_frame_is_there_and_the_picture_cuts_only_where_a_shot_ends() {
    let pictures = clip(&order((320, 180), &[2, 1, 3]));
    assert_eq!(pictures.len(), 6 * 24);
    assert!(pictures.iter().all(|picture| (picture.width, picture.height) == (320, 180)));
    let cuts: Vec<usize> = (1..pictures.len()).filter(|&at| distance(&pictures[at - 1], &pictures[at]) > 5.0).collect();
    assert_eq!(cuts, [2 * 24, 3 * 24]);
}

#[test]
fn no_two_frames_are_alike_but_for_the_time_code_and_the_line() {
    let pictures = clip(&order((640, 360), &[2]));
    for pair in pictures.windows(2) {
        let apart = distance(&pair[0], &pair[1]);
        assert!(apart > 0.0 && apart < 1.0, "{apart}");
    }
    // Between the plate at the top and the line at the bottom nothing ever moves.
    let still = |picture: &YuvFrame| picture.y[64 * 640..320 * 640].to_vec();
    assert!(pictures.iter().all(|picture| still(picture) == still(&pictures[0])));
}

#[test]
fn both_decoders_of_the_house_see_the_same() {
    let order = RenderOrder { first_picture: Some(photograph(320, 180, 0)), ..order((320, 180), &[1, 1]) };
    let units = units(&std::fs::read(Rendered::new(&order).path()).unwrap());
    let first = pictures(&units);
    let mut other = rust_h264::decoder::OrderedDecoder::new();
    let mut second = Vec::new();
    for unit in rust_h264::nal::parse_annex_b(&units.concat()) {
        second.extend(other.decode_nal(&unit).unwrap());
    }
    second.extend(other.flush());
    assert_eq!((first.len(), second.len()), (48, 48));
    assert!(first.iter().zip(&second).all(|(left, right)| left.y == right.y && left.u == right.u && left.v == right.v));
}

#[test]
fn a_given_picture_stands_half_a_second_and_a_short_shot_is_still_seen() {
    let first = Some(photograph(320, 180, 0));
    let last = Some(photograph(320, 180, 1));
    let pictures = clip(&RenderOrder { first_picture: first, last_picture: last, ..order((320, 180), &[1]) });
    assert_eq!(pictures.len(), 24);
    let cuts: Vec<usize> = (1..pictures.len()).filter(|&at| distance(&pictures[at - 1], &pictures[at]) > 5.0).collect();
    assert_eq!(cuts, [6, 18]);
    assert!(pictures[..6].iter().all(|picture| picture.y == pictures[0].y));
    assert!(pictures[18..].iter().all(|picture| picture.y == pictures[18].y));
}

#[test]
fn a_picture_of_another_shape_is_cropped_around_its_middle() {
    // White in the middle, black at both sides that a square does not show.
    let wide = png(600, 200, |x, _| if (200..400).contains(&x) { [255; 3] } else { [0; 3] });
    let pictures = clip(&RenderOrder { first_picture: Some(wide), ..order((200, 200), &[1]) });
    let dark = pictures[0].y.chunks_exact(200).map(|row| row[3..197].iter().filter(|luma| **luma < 200).count());
    assert_eq!(dark.sum::<usize>(), 0);
}

#[test]
fn the_index_comes_before_the_pictures() {
    let file = std::fs::read(Rendered::new(&order((320, 180), &[1])).path()).unwrap();
    let place = |name: &[u8; 4]| file.windows(4).position(|four| four == name).unwrap();
    assert!(place(b"ftyp") < place(b"moov") && place(b"moov") < place(b"mdat"));
    assert!(place(b"colr") < place(b"mdat"));
}

/// Every sample of a clip's sound, left and right by turns.
fn sound(order: &RenderOrder) -> Vec<f32> {
    let file = std::fs::File::open(Rendered::new(order).path()).unwrap();
    let source = MediaSourceStream::new(Box::new(file), Default::default());
    let probe = symphonia::default::get_probe();
    let mut format = probe.probe(&Default::default(), source, Default::default(), Default::default()).unwrap();
    let track = format.default_track(TrackType::Audio).unwrap();
    let (id, params) = (track.id, track.codec_params.as_ref().unwrap().audio().unwrap().clone());
    let mut decoder =
        symphonia::default::get_codecs().make_audio_decoder(&params, &AudioDecoderOptions::default()).unwrap();
    let mut all = Vec::new();
    while let Some(packet) = format.next_packet().unwrap() {
        if packet.track_id == id {
            let buffer = decoder.decode(&packet).unwrap();
            let mut some = vec![0.0f32; buffer.samples_interleaved()];
            buffer.copy_to_slice_interleaved(&mut some);
            all.extend(some);
        }
    }
    all
}

#[test]
fn the_sound_is_as_long_as_the_pictures_and_gentle() {
    let samples = sound(&RenderOrder { sound: true, ..order((320, 180), &[2, 3]) });
    assert_eq!(samples.len(), 5 * 48_000 * 2);
    let loudest = samples.iter().fold(0.0f32, |most, sample| most.max(sample.abs()));
    assert!((0.05..0.25).contains(&loudest), "{loudest}");
    // Struck at the start of each shot, and silent where they meet.
    for shot_begins in [0, 2 * 48_000 * 2] {
        let struck = &samples[shot_begins + 9_600..shot_begins + 19_200];
        assert!(struck.iter().any(|sample| sample.abs() > 0.05));
        assert!(samples[shot_begins].abs() < 0.001);
    }
}

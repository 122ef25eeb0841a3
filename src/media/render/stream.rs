//! The H.264 of a clip: key pictures from the encoder, and between them pictures written by hand.
//!
//! A held picture says "every macroblock as before", a dozen bytes (ITU-T H.264 §7.3.4). Where a few macroblocks
//! did change (the time code, the progress line) their samples follow as they are (`I_PCM`), so that a picture
//! costs next to nothing and nothing drifts.

use rusty_h264_common::nal::{self, NalUnit, NalUnitType};
use rusty_h264_common::{BitWriter, YuvPlanes};
use rusty_h264_encoder::{Encoder, EncoderConfig, Pps, Preset, Sps};

use super::planes::Planes;
use super::{FPS, RenderError};
use crate::media::mux::CodedPicture;

/// The quantizer of key pictures: fine enough that a sky's slow gradient stays smooth.
const KEY_QP: u8 = 12;
/// `mb_type` of an `I_PCM` macroblock in a P slice: 5 for the inter types, 25 in the intra table.
const I_PCM_IN_P: u32 = 5 + 25;
/// `slice_type` of a picture whose slices are all P.
const ALL_P: u32 = 5;

pub(super) struct Stream {
    config: EncoderConfig,
    sps: Sps,
    pub sps_nal: Vec<u8>,
    pub pps_nal: Vec<u8>,
    /// Pictures since the last key picture; 0 is the key picture itself.
    since_key: u32,
}

impl Stream {
    pub fn new(width: usize, height: usize) -> Self {
        let mut config = EncoderConfig::baseline(width, height);
        config.qp = KEY_QP;
        config.gop_size = 1;
        config.framerate = FPS as f32;
        // Held pictures carry no weight table.
        config.weightp = false;
        config.preset = Preset::Quality;
        let sps = Sps::from_config(&config);
        let sps_nal = sps_with_colour(&sps);
        let pps_nal = nal_bytes(&Pps::from_config(&config).to_nal());
        Self { config, sps, sps_nal, pps_nal, since_key: 0 }
    }

    /// A picture that needs no other.
    pub fn key(&mut self, planes: &Planes) -> Result<CodedPicture, RenderError> {
        // A fresh encoder each time: its state would only carry rate control over, and there is none.
        let mut encoder = Encoder::new(self.config.clone()).map_err(|source| RenderError::Encoder { source })?;
        let (luma, chroma) = (planes.stride, planes.stride / 2);
        let view = YuvPlanes::new(planes.width, planes.height, &planes.y, &planes.u, &planes.v, luma, chroma)
            .ok_or(RenderError::Size { width: planes.width as u32, height: planes.height as u32 })?;
        let mut coded = encoder.encode_planes(&view).map_err(|source| RenderError::Encoder { source })?;
        coded.extend(encoder.try_flush().map_err(|source| RenderError::Encoder { source })?);
        let mut bytes = Vec::with_capacity(coded.len());
        for unit in nal::split_annex_b(&coded) {
            // The parameter sets stand once, in the container, with the colours added.
            if unit.first().is_some_and(|header| NalUnitType::from_id(*header) == NalUnitType::IdrSlice) {
                push_unit(&mut bytes, unit);
            }
        }
        if bytes.is_empty() {
            return Err(RenderError::NoPicture);
        }
        self.since_key = 0;
        Ok(CodedPicture { bytes, is_key: true })
    }

    /// The picture before it again, but for the macroblocks in `changed` (ascending), whose samples are in `planes`.
    pub fn held(&mut self, planes: &Planes, changed: &[usize]) -> CodedPicture {
        self.since_key += 1;
        let mut slice = BitWriter::new();
        self.write_header(&mut slice);
        let mut next = 0;
        for &block in changed {
            slice.write_ue((block - next) as u32);
            slice.write_ue(I_PCM_IN_P);
            slice.align_zero();
            slice.write_aligned_bytes(&planes.block(block));
            next = block + 1;
        }
        if next < planes.blocks() {
            slice.write_ue((planes.blocks() - next) as u32);
        }
        slice.rbsp_trailing_bits();
        let unit = NalUnit::new(2, NalUnitType::NonIdrSlice, slice.into_bytes());
        let mut bytes = Vec::new();
        push_unit(&mut bytes, &nal_bytes(&unit));
        CodedPicture { bytes, is_key: false }
    }

    /// A P slice header (§7.3.3) for the parameter sets above.
    fn write_header(&self, slice: &mut BitWriter) {
        let frame_num_bits = self.sps.log2_max_frame_num_minus4 + 4;
        let order_bits = self.sps.log2_max_pic_order_cnt_lsb_minus4 + 4;
        slice.write_ue(0); // first_mb_in_slice
        slice.write_ue(ALL_P);
        slice.write_ue(0); // pic_parameter_set_id
        slice.write_bits(self.since_key % (1 << frame_num_bits), frame_num_bits);
        slice.write_bits((self.since_key * 2) % (1 << order_bits), order_bits);
        slice.write_bit(false); // num_ref_idx_active_override_flag
        slice.write_bit(false); // ref_pic_list_modification_flag_l0
        slice.write_bit(false); // adaptive_ref_pic_marking_mode_flag: the oldest reference goes
        slice.write_se(0); // slice_qp_delta
        // Unfiltered, or the edges of a held picture would soften from picture to picture.
        slice.write_ue(1); // disable_deblocking_filter_idc
    }
}

/// The encoder's own sequence parameter set, with the colour and timing words (Annex E) it leaves out.
fn sps_with_colour(sps: &Sps) -> Vec<u8> {
    let mut plain = BitWriter::new();
    sps.write_rbsp(&mut plain);
    let rbsp = plain.into_bytes();
    // It ends with `vui_parameters_present_flag` = 0, the stop bit, and zeros up to the byte.
    let zeros = rbsp.last().map_or(0, |byte| byte.trailing_zeros());
    let kept = rbsp.len() * 8 - zeros as usize - 2;
    let mut out = BitWriter::new();
    for bit in 0..kept {
        out.write_bit(rbsp[bit / 8] >> (7 - bit % 8) & 1 == 1);
    }
    out.write_bit(true); // vui_parameters_present_flag
    write_vui(&mut out, sps.max_num_ref_frames);
    out.rbsp_trailing_bits();
    nal_bytes(&NalUnit::new(3, NalUnitType::Sps, out.into_bytes()))
}

fn write_vui(out: &mut BitWriter, references: u32) {
    out.write_bit(true); // aspect_ratio_info_present_flag
    out.write_bits(1, 8); // square
    out.write_bit(false); // overscan_info_present_flag
    out.write_bit(true); // video_signal_type_present_flag
    out.write_bits(5, 3); // video_format: unspecified
    out.write_bit(false); // video_full_range_flag
    out.write_bit(true); // colour_description_present_flag
    for _primaries_transfer_matrix in 0..3 {
        out.write_bits(1, 8); // BT.709
    }
    out.write_bit(false); // chroma_loc_info_present_flag
    out.write_bit(true); // timing_info_present_flag
    out.write_bits(1, 32); // num_units_in_tick
    out.write_bits(FPS * 2, 32); // time_scale: two ticks, the fields, a picture
    out.write_bit(true); // fixed_frame_rate_flag
    out.write_bit(false); // nal_hrd_parameters_present_flag
    out.write_bit(false); // vcl_hrd_parameters_present_flag
    out.write_bit(false); // pic_struct_present_flag
    out.write_bit(true); // bitstream_restriction_flag: a decoder may show each picture at once
    out.write_bit(true); // motion_vectors_over_pic_boundaries_flag
    out.write_ue(0); // max_bytes_per_pic_denom: no promise
    out.write_ue(0); // max_bits_per_mb_denom: no promise
    out.write_ue(10); // log2_max_mv_length_horizontal
    out.write_ue(10); // log2_max_mv_length_vertical
    out.write_ue(0); // max_num_reorder_frames
    out.write_ue(references); // max_dec_frame_buffering
}

/// Header and escaped payload, no start code.
fn nal_bytes(unit: &NalUnit) -> Vec<u8> {
    let mut bytes = vec![unit.header_byte()];
    nal::emulation_prevent_into(&unit.rbsp, &mut bytes);
    bytes
}

fn push_unit(bytes: &mut Vec<u8>, unit: &[u8]) {
    bytes.extend_from_slice(&(unit.len() as u32).to_be_bytes());
    bytes.extend_from_slice(unit);
}

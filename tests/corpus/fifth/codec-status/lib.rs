use std::ffi::c_int;

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Ok = 0,
    Eof = -1,
    BadMode = -2,
    Truncated = -3,
}

#[derive(Clone, Copy)]
enum Mode {
    Raw,
    Delta,
    Zigzag,
}

impl TryFrom<c_int> for Mode {
    type Error = Status;
    fn try_from(v: c_int) -> Result<Self, Status> {
        Ok(match v {
            0 => Mode::Raw,
            1 => Mode::Delta,
            2 => Mode::Zigzag,
            _ => return Err(Status::BadMode),
        })
    }
}

fn varint(src: &mut &[u8]) -> Result<u64, Status> {
    let mut v = 0u64;
    for shift in (0..64).step_by(7) {
        let (b, rest) = src.split_first().ok_or(Status::Truncated)?;
        *src = rest;
        v |= u64::from(b & 0x7f) << shift;
        if b & 0x80 == 0 {
            return Ok(v);
        }
    }
    Err(Status::Truncated)
}

fn decode(mode: Mode, mut src: &[u8], out: &mut [i64]) -> Result<usize, Status> {
    if src.is_empty() {
        return Err(Status::Eof);
    }
    let mut prev = 0i64;
    let mut n = 0;
    for slot in out {
        if src.is_empty() {
            break;
        }
        let v = varint(&mut src)?;
        let v = match mode {
            Mode::Raw => v as i64,
            Mode::Zigzag => (v >> 1) as i64 ^ -((v & 1) as i64),
            Mode::Delta => prev.wrapping_add(v as i64),
        };
        prev = v;
        *slot = v;
        n += 1;
    }
    Ok(n)
}

#[no_mangle]
pub unsafe extern "C" fn codec_decode(
    mode: c_int,
    src: *const u8,
    src_len: usize,
    out: *mut i64,
    out_len: *mut usize,
) -> Status {
    let Some(len) = out_len.as_mut() else { return Status::Truncated };
    if src.is_null() || out.is_null() {
        return Status::Truncated;
    }
    let src = std::slice::from_raw_parts(src, src_len);
    let dst = std::slice::from_raw_parts_mut(out, *len);
    match Mode::try_from(mode).and_then(|m| decode(m, src, dst)) {
        Ok(n) => {
            *len = n;
            Status::Ok
        }
        Err(e) => e,
    }
}

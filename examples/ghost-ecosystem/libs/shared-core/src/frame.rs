//! Frames.

use crate::crc32;

/// The first byte of every frame.
pub const MARK: u8 = 0x7e;
/// Bytes of a frame beside its payload.
pub const OVERHEAD: usize = 7;

/// Why a frame was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameError {
    /// It does not begin as a frame, is shorter than it says, or its checksum is wrong.
    Damaged,
    /// There is no room for it.
    NoRoom,
}

/// Writes a frame around `payload` and gives its length.
///
/// # Errors
/// `out` is too short, or the payload longer than two bytes can say.
pub fn encode(payload: &[u8], out: &mut [u8]) -> Result<usize, FrameError> {
    let len = u16::try_from(payload.len()).map_err(|_| FrameError::NoRoom)?;
    let total = payload.len() + OVERHEAD;
    let frame = out.get_mut(..total).ok_or(FrameError::NoRoom)?;
    frame[0] = MARK;
    frame[1..3].copy_from_slice(&len.to_le_bytes());
    frame[3..3 + payload.len()].copy_from_slice(payload);
    frame[3 + payload.len()..].copy_from_slice(&crc32(payload).to_le_bytes());
    Ok(total)
}

/// The payload of a frame.
///
/// # Errors
/// The frame is damaged.
pub fn decode(frame: &[u8]) -> Result<&[u8], FrameError> {
    let [MARK, low, high, rest @ ..] = frame else { return Err(FrameError::Damaged) };
    let len = usize::from(u16::from_le_bytes([*low, *high]));
    let (payload, check) = rest.split_at_checked(len).ok_or(FrameError::Damaged)?;
    let sound = check == crc32(payload).to_le_bytes().as_slice();
    if sound { Ok(payload) } else { Err(FrameError::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut out = [0; 64];
        for payload in [&b""[..], b"a", b"0123456789abcdef"] {
            let len = encode(payload, &mut out).unwrap();
            assert_eq!(decode(&out[..len]), Ok(payload));
            assert_eq!(decode(&out[..len - 1]), Err(FrameError::Damaged));
        }
        assert_eq!(encode(&[0; 60], &mut out), Err(FrameError::NoRoom));
    }

    #[test]
    fn one_wrong_bit_is_seen() {
        let mut out = [0; 16];
        let len = encode(b"payload", &mut out).unwrap();
        for bit in 0..len * 8 {
            let mut frame = out;
            frame[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(decode(&frame[..len]), Err(FrameError::Damaged), "bit {bit}");
        }
    }
}

//! Answers frames.

use shared_core::frame::{self, FrameError};

/// The answer to a frame: a frame with its words in capitals.
///
/// # Errors
/// The frame is damaged, or the answer does not fit into one.
pub fn answer(request: &[u8]) -> Result<Vec<u8>, FrameError> {
    let payload = frame::decode(request)?.to_ascii_uppercase();
    let mut reply = vec![0; payload.len() + frame::OVERHEAD];
    frame::encode(&payload, &mut reply)?;
    Ok(reply)
}

/// [`answer`] for other languages. Gives the length of the answer, or -1 for a damaged frame and -2 where there
/// is no room.
///
/// # Safety
/// `request` leads to `len` bytes, `reply` to `capacity` that nobody else uses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn backend_answer(
    request: *const u8,
    len: usize,
    reply: *mut u8,
    capacity: usize,
) -> isize {
    if request.is_null() || reply.is_null() {
        return -1;
    }
    // SAFETY: the caller's promise.
    let (request, room) =
        unsafe { (std::slice::from_raw_parts(request, len), std::slice::from_raw_parts_mut(reply, capacity)) };
    match answer(request) {
        Ok(answer) => match room.get_mut(..answer.len()) {
            Some(room) => {
                room.copy_from_slice(&answer);
                isize::try_from(answer.len()).unwrap_or(-2)
            }
            None => -2,
        },
        Err(_) => -1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_in_capitals() {
        let mut request = [0; 64];
        let len = frame::encode(b"hello", &mut request).unwrap();
        let reply = answer(&request[..len]).unwrap();
        assert_eq!(frame::decode(&reply), Ok(&b"HELLO"[..]));
        assert_eq!(answer(b"nonsense"), Err(FrameError::Damaged));
    }
}

//! Reads the digits of a bar code from the widths between edges.

const LEFT: [[u8; 4]; 10] = [
    [3, 2, 1, 1], [2, 2, 2, 1], [2, 1, 2, 2], [1, 4, 1, 1], [1, 1, 3, 2],
    [1, 2, 3, 1], [1, 1, 1, 4], [1, 3, 1, 2], [1, 2, 1, 3], [3, 1, 1, 2],
];

fn digit(widths: &[u32; 4]) -> Option<u8> {
    let sum: u32 = widths.iter().fold(0, |a, w| a.saturating_add(*w));
    if sum == 0 {
        return None;
    }
    let modules = widths.map(|w| (u64::from(w) * 7 + u64::from(sum) / 2) / u64::from(sum));
    LEFT.iter().position(|p| p.map(u64::from) == modules).map(|d| d as u8)
}

/// The digit for four widths, or 255.
///
/// # Safety
/// `widths` points to four widths.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn codes_digit(widths: *const [u32; 4]) -> u8 {
    unsafe { widths.as_ref() }.and_then(digit).unwrap_or(u8::MAX)
}

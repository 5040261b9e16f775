#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style(u32);

impl Style {
    const BOLD: u32 = 1 << 0;
    const ITALIC: u32 = 1 << 1;
    const UNDERLINE: u32 = 1 << 2;

    fn has(self, bit: u32) -> bool {
        self.0 & bit != 0
    }

    fn foreground(self) -> u8 {
        (self.0 >> 8) as u8
    }

    fn background(self) -> u8 {
        (self.0 >> 16) as u8
    }
}

struct Out<'a> {
    buf: &'a mut [u8],
    len: usize,
}

impl std::fmt::Write for Out<'_> {
    fn write_str(&mut self, s: &str) -> std::fmt::Result {
        let room = self.buf.get_mut(self.len..self.len + s.len()).ok_or(std::fmt::Error)?;
        room.copy_from_slice(s.as_bytes());
        self.len += s.len();
        Ok(())
    }
}

fn write_sgr(style: Style, out: &mut Out<'_>) -> std::fmt::Result {
    use std::fmt::Write;
    out.write_str("\x1b[0")?;
    for (bit, code) in [(Style::BOLD, 1), (Style::ITALIC, 3), (Style::UNDERLINE, 4)] {
        if style.has(bit) {
            write!(out, ";{code}")?;
        }
    }
    write!(out, ";38;5;{};48;5;{}m", style.foreground(), style.background())
}

/// Writes the escape sequence of a style, returns its length, 0 when `cap` is too small.
///
/// # Safety
/// `out` is valid for `cap` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn style_sequence(style: Style, out: *mut u8, cap: usize) -> usize {
    if out.is_null() {
        return 0;
    }
    let mut out = Out { buf: unsafe { std::slice::from_raw_parts_mut(out, cap) }, len: 0 };
    match write_sgr(style, &mut out) {
        Ok(()) => out.len,
        Err(_) => 0,
    }
}

/// Style with the colours exchanged.
#[unsafe(no_mangle)]
pub extern "C" fn style_reverse(style: Style) -> Style {
    let (fg, bg) = (u32::from(style.foreground()), u32::from(style.background()));
    Style((style.0 & 0xff00_00ff) | bg << 8 | fg << 16)
}

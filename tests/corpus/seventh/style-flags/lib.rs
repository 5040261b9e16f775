#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Style(u16);

impl Style {
    const BOLD: u16 = 1 << 0;
    const ITALIC: u16 = 1 << 1;
    const UNDERLINE: u16 = 1 << 2;
    const COLOR_SHIFT: u32 = 8;

    fn has(self, mask: u16) -> bool {
        self.0 & mask != 0
    }

    fn color(self) -> u8 {
        (self.0 >> Self::COLOR_SHIFT) as u8
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Cell {
    pub glyph: u32,
    pub style: Style,
    pub width: u8,
    pub dirty: bool,
}

/// Bytes of escape codes that the cell needs.
#[no_mangle]
pub unsafe extern "C" fn cell_cost(cell: *const Cell) -> u32 {
    let Some(cell) = cell.as_ref() else { return 0 };
    if !cell.dirty {
        return 0;
    }
    let mut cost = u32::from(cell.width);
    for mask in [Style::BOLD, Style::ITALIC, Style::UNDERLINE] {
        if cell.style.has(mask) {
            cost += 4;
        }
    }
    if cell.style.color() != 0 { cost + 9 } else { cost }
}

#[no_mangle]
pub extern "C" fn style_plain(style: Style) -> Style {
    Style(style.0 & !(Style::BOLD | Style::ITALIC | Style::UNDERLINE))
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Window {
    pub from_min: u32,
    pub to_min: u32,
    pub depth_cm: u32,
}

#[repr(C)]
pub struct Windows {
    pub first: *const Window,
    pub len: usize,
}

impl From<&[Window]> for Windows {
    fn from(list: &[Window]) -> Self {
        Windows { first: list.as_ptr(), len: list.len() }
    }
}

static TABLE: [Window; 4] = [
    Window { from_min: 0, to_min: 110, depth_cm: 240 },
    Window { from_min: 250, to_min: 420, depth_cm: 410 },
    Window { from_min: 640, to_min: 790, depth_cm: 395 },
    Window { from_min: 910, to_min: 1010, depth_cm: 180 },
];

#[unsafe(no_mangle)]
pub extern "C" fn tide_all() -> Windows {
    Windows::from(TABLE.as_slice())
}

/// The windows in which a ship of this draught may pass.
#[unsafe(no_mangle)]
pub extern "C" fn tide_windows(draught_cm: u32) -> Windows {
    let fit: Vec<Window> = TABLE.iter().filter(|w| w.depth_cm > draught_cm).copied().collect();
    Windows::from(fit.as_slice())
}

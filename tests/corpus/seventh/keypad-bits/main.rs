#[repr(C)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Mods {
    shift: bool,
    ctrl: bool,
    alt: bool,
    caps: bool,
}

#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
struct KeyEvent {
    time_ms: u32,
    mods: Mods,
    code: u8,
    down: u8,
}

unsafe extern "C" {
    fn keypad_decode(raw: u32, out: *mut KeyEvent) -> bool;
}

fn decode(raw: u32) -> Option<KeyEvent> {
    let mut event = KeyEvent::default();
    unsafe { keypad_decode(raw, &mut event) }.then_some(event)
}

fn main() {
    for raw in [0x0001_411e, 0x0005_c130, 0] {
        match decode(raw) {
            Some(e) if e.mods.ctrl => println!("ctrl+{} at {}", e.code, e.time_ms),
            Some(e) => println!("{} at {} ({})", e.code, e.time_ms, e.down),
            None => println!("nothing"),
        }
    }
}

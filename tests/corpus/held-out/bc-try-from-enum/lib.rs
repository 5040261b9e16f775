#[repr(u8)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    Base = 0,
    Overlay = 1,
    Cursor = 2,
}

impl Layer {
    const ALL: [Layer; 3] = [Layer::Base, Layer::Overlay, Layer::Cursor];

    fn from_raw(raw: u8) -> Option<Self> {
        Self::ALL.get(usize::from(raw)).copied()
    }
}

#[no_mangle]
pub extern "C" fn layer_order(raw: u8) -> i32 {
    let Some(layer) = Layer::from_raw(raw) else { return -1 };
    layer as i32 * 10
}

fn weight(layer: Layer) -> u32 {
    [1u32, 5, 9][layer as usize]
}

#[no_mangle]
pub extern "C" fn layer_weight(raw: u8) -> u32 {
    match raw {
        0..=2 => weight(unsafe { std::mem::transmute::<u8, Layer>(raw) }),
        _ => 0,
    }
}

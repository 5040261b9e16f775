pub const NAME_LEN: usize = 32;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct LayerInfo {
    pub name: [u8; NAME_LEN],
    pub min_zoom: u8,
    pub max_zoom: u8,
    pub tile_size: u16,
}

struct Layer {
    name: &'static str,
    zoom: std::ops::RangeInclusive<u8>,
    tile_size: u16,
}

static LAYERS: [Layer; 3] = [
    Layer { name: "water", zoom: 0..=14, tile_size: 256 },
    Layer { name: "transportation", zoom: 4..=16, tile_size: 512 },
    Layer { name: "administrative boundaries (disputed)", zoom: 2..=12, tile_size: 256 },
];

fn copy_name(dst: &mut [u8; NAME_LEN], name: &str) {
    let n = name.len().min(NAME_LEN);
    dst[..n].copy_from_slice(&name.as_bytes()[..n]);
    dst[n..].fill(0);
}

#[no_mangle]
pub extern "C" fn layer_count() -> u32 {
    LAYERS.len() as u32
}

/// # Safety
/// `out` is valid for writes or null.
#[no_mangle]
pub unsafe extern "C" fn layer_info(index: u32, out: *mut LayerInfo) -> bool {
    let (Some(layer), Some(out)) = (LAYERS.get(index as usize), out.as_mut()) else {
        return false;
    };
    copy_name(&mut out.name, layer.name);
    out.min_zoom = *layer.zoom.start();
    out.max_zoom = *layer.zoom.end();
    out.tile_size = layer.tile_size;
    true
}

//! Draws the interface of the game in layers.
mod render;

use render::Blend;

struct Panel {
    layer: u16,
    quads: u32,
    glow: bool,
}

const PANELS: &[Panel] = &[
    Panel { layer: 0, quads: 12, glow: false },
    Panel { layer: 1, quads: 80, glow: false },
    Panel { layer: 1, quads: 8, glow: true },
];

fn blend(panel: &Panel) -> Blend {
    match (panel.layer, panel.glow) {
        (0, _) => Blend::Opaque,
        (_, true) => Blend::Additive,
        _ => Blend::Alpha,
    }
}

/// Number of draw calls of one frame.
#[unsafe(no_mangle)]
pub extern "C" fn ui_frame() -> u32 {
    for panel in PANELS {
        if !render::add(panel.layer, blend(panel), panel.quads) {
            break;
        }
    }
    render::flush()
}

pub const Lod = extern struct { factor: u8, morph: u8 };

pub const Bounds = extern struct {
    solid: bool,
    x: f32,
    y: f32,
    radius: f32,
};

pub const Node = extern struct {
    bounds: Bounds,
    first_child: u32,
    lod: Lod,
};

pub extern fn terrain_visible(nodes: [*]const Node, count: usize, x: f32, y: f32) usize;

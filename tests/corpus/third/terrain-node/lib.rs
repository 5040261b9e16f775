//! Quadtree of the terrain renderer.
mod geometry;

use geometry::{Bounds, Lod};

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Node {
    pub bounds: Bounds,
    pub first_child: u32,
    pub lod: Lod,
}

fn visible(node: &Node, eye: [f32; 2]) -> bool {
    let dx = (node.bounds.x - eye[0]).abs();
    let dy = (node.bounds.y - eye[1]).abs();
    node.bounds.solid || dx.max(dy) < node.bounds.radius * f32::from(node.lod.factor)
}

/// Number of nodes that are to be drawn.
#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub unsafe extern "C" fn terrain_visible(nodes: *const Node, count: usize, x: f32, y: f32) -> usize {
    if nodes.is_null() {
        return 0;
    }
    let nodes = std::slice::from_raw_parts(nodes, count);
    nodes.iter().filter(|node| visible(node, [x, y])).count()
}

use std::ptr::NonNull;

#[repr(C)]
struct RawGraph {
    _p: [u8; 0],
}

extern "C" {
    fn graph_new(nodes: u32) -> *mut RawGraph;
    fn graph_free(g: *mut RawGraph);
    fn connect(g: *mut RawGraph, a: u32, b: u32) -> bool;
    fn graph_degree(g: *const RawGraph, node: u32) -> u32;
}

pub struct Graph(NonNull<RawGraph>);

impl Graph {
    pub fn new(nodes: u32) -> Option<Graph> {
        NonNull::new(unsafe { graph_new(nodes) }).map(Graph)
    }

    pub fn connect(&mut self, a: u32, b: u32) -> bool {
        unsafe { connect(self.0.as_ptr(), a, b) }
    }

    pub fn degree(&self, node: u32) -> u32 {
        unsafe { graph_degree(self.0.as_ptr(), node) }
    }
}

impl Drop for Graph {
    fn drop(&mut self) {
        unsafe { graph_free(self.0.as_ptr()) }
    }
}

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::mem::ManuallyDrop;

#[derive(Default)]
pub struct Graph {
    edges: HashMap<u32, Vec<(u32, u32)>>,
}

#[repr(C)]
pub struct Path {
    pub nodes: *mut u32,
    pub len: usize,
    pub cost: u64,
}

impl Graph {
    fn shortest(&self, from: u32, to: u32) -> Option<(Vec<u32>, u64)> {
        let mut best: HashMap<u32, (u64, u32)> = HashMap::new();
        let mut heap = BinaryHeap::from([Reverse((0u64, from, from))]);
        while let Some(Reverse((d, n, via))) = heap.pop() {
            if best.contains_key(&n) {
                continue;
            }
            best.insert(n, (d, via));
            for (m, w) in self.edges.get(&n).into_iter().flatten() {
                heap.push(Reverse((d.saturating_add(u64::from(*w)), *m, n)));
            }
        }
        let cost = best.get(&to)?.0;
        let mut nodes = vec![to];
        let mut at = to;
        while at != from {
            at = best.get(&at)?.1;
            nodes.push(at);
        }
        nodes.reverse();
        Some((nodes, cost))
    }
}

#[no_mangle]
pub extern "C" fn route_graph_new() -> *mut Graph {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub unsafe extern "C" fn route_graph_free(g: *mut Graph) {
    if !g.is_null() {
        drop(Box::from_raw(g));
    }
}

#[no_mangle]
pub unsafe extern "C" fn route_graph_link(g: *mut Graph, a: u32, b: u32, w: u32) {
    if let Some(g) = g.as_mut() {
        g.edges.entry(a).or_default().push((b, w));
        g.edges.entry(b).or_default().push((a, w));
    }
}

#[no_mangle]
pub unsafe extern "C" fn route_path_find(g: *const Graph, from: u32, to: u32, out: *mut Path) -> bool {
    let (Some(g), false) = (g.as_ref(), out.is_null()) else { return false };
    let Some((nodes, cost)) = g.shortest(from, to) else { return false };
    let mut nodes = ManuallyDrop::new(nodes);
    out.write(Path { nodes: nodes.as_mut_ptr(), len: nodes.len(), cost });
    true
}

#[no_mangle]
pub unsafe extern "C" fn route_path_free(p: *mut Path) {
    let Some(p) = p.as_mut() else { return };
    if !p.nodes.is_null() {
        drop(Vec::from_raw_parts(p.nodes, p.len, p.len));
        p.nodes = std::ptr::null_mut();
        p.len = 0;
    }
}

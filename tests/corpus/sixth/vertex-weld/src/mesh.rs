use std::ptr::NonNull;

#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vertex {
    pub x: f32,
    pub y: f32,
    pub z: f32,
    pub shade: f32,
}

#[repr(C)]
struct Raw {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn weld_new() -> Option<NonNull<Raw>>;
    fn weld_free(m: Option<NonNull<Raw>>);
    fn weld_push(m: NonNull<Raw>, v: Vertex) -> u32;
    fn weld_triangle(m: NonNull<Raw>, corners: &[u32; 3]) -> bool;
    fn weld_vertices(m: NonNull<Raw>, len: &mut usize) -> NonNull<Vertex>;
    fn weld_triangles(m: NonNull<Raw>) -> usize;
}

const NO_VERTEX: u32 = u32::MAX;

pub struct Mesh {
    raw: NonNull<Raw>,
}

impl Mesh {
    pub fn new() -> Option<Self> {
        unsafe { weld_new() }.map(|raw| Self { raw })
    }

    pub fn push(&mut self, v: Vertex) -> Option<u32> {
        Some(unsafe { weld_push(self.raw, v) }).filter(|id| *id != NO_VERTEX)
    }

    pub fn triangles(&self) -> usize {
        unsafe { weld_triangles(self.raw) }
    }

    pub fn vertices(&mut self) -> &mut [Vertex] {
        let mut len = 0;
        unsafe {
            let ptr = weld_vertices(self.raw, &mut len);
            if len == 0 { &mut [] } else { std::slice::from_raw_parts_mut(ptr.as_ptr(), len) }
        }
    }

    /// The vertex at that place, made if there is none; one that is met again gets darker.
    fn weld(&mut self, corner: Vertex) -> Option<u32> {
        let old = self.vertices();
        let met = old.iter().position(|v| v.x == corner.x && v.y == corner.y && v.z == corner.z);
        match met {
            Some(at) => {
                old[at].shade *= 0.8;
                u32::try_from(at).ok()
            }
            None => self.push(corner),
        }
    }

    pub fn append_quad(&mut self, corners: [Vertex; 4]) -> Option<()> {
        let mut ids = [0u32; 4];
        for (id, corner) in ids.iter_mut().zip(corners) {
            *id = self.weld(corner)?;
        }
        let [a, b, c, d] = ids;
        let whole = unsafe { weld_triangle(self.raw, &[a, b, c]) && weld_triangle(self.raw, &[a, c, d]) };
        whole.then_some(())
    }
}

impl Drop for Mesh {
    fn drop(&mut self) {
        unsafe { weld_free(Some(self.raw)) }
    }
}

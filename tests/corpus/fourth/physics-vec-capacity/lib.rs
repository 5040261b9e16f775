use std::mem;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Vec2 {
    pub x: f32,
    pub y: f32,
}

#[repr(C)]
pub struct Path {
    data: *mut Vec2,
    len: usize,
    cap: usize,
}

impl From<Vec<Vec2>> for Path {
    fn from(v: Vec<Vec2>) -> Path {
        let mut v = mem::ManuallyDrop::new(v);
        Path { data: v.as_mut_ptr(), len: v.len(), cap: v.capacity() }
    }
}

impl Path {
    /// Takes the points back and leaves an empty path.
    unsafe fn take(&mut self) -> Vec<Vec2> {
        let p = mem::replace(self, Path::from(Vec::new()));
        Vec::from_raw_parts(p.data, p.len, p.cap)
    }
}

/// Trajectory of a throw until it touches the ground; release with `path_free`.
#[no_mangle]
pub extern "C" fn path_throw(speed: f32, angle: f32, dt: f32) -> Path {
    let (mut p, mut v) = (Vec2 { x: 0.0, y: 0.0 }, Vec2 { x: speed * angle.cos(), y: speed * angle.sin() });
    let mut points = Vec::new();
    let dt = dt.clamp(1e-4, 1.0);
    while points.len() < 100_000 {
        points.push(p);
        v.y -= 9.81 * dt;
        p = Vec2 { x: p.x + v.x * dt, y: p.y + v.y * dt };
        if !(p.y > 0.0) {
            break;
        }
    }
    points.into()
}

/// Keeps every n-th point.
///
/// # Safety
/// `path` comes from this library.
#[no_mangle]
pub unsafe extern "C" fn path_thin(path: *mut Path, n: usize) -> usize {
    let Some(path) = path.as_mut() else { return 0 };
    let thin: Vec<Vec2> = path.take().into_iter().step_by(n.max(1)).collect();
    *path = thin.into();
    path.len
}

/// Frees the points; the path is empty afterwards and may be freed again.
///
/// # Safety
/// `path` comes from this library.
#[no_mangle]
pub unsafe extern "C" fn path_free(path: *mut Path) {
    if let Some(path) = path.as_mut() {
        drop(path.take());
    }
}

use crate::world::World;

#[repr(C)]
#[derive(Default, Clone, Copy)]
pub struct Body {
    pub x: f32,
    pub y: f32,
    pub z: f32,
}

#[no_mangle]
pub extern "C" fn world_new() -> *mut World {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub unsafe extern "C" fn world_add(w: *mut World, b: Body) -> usize {
    let Some(w) = w.as_mut() else { return 0 };
    w.bodies.push([b.x, b.y, b.z]);
    w.bodies.len()
}

#[no_mangle]
pub unsafe extern "C" fn world_at(w: *const World, i: usize) -> Body {
    w.as_ref().and_then(|w| w.at(i)).map_or_else(Body::default, |v| Body { x: v[0], y: v[1], z: v[2] })
}

#[no_mangle]
pub unsafe extern "C" fn world_free(w: *mut World) {
    if w.is_null() {
        return;
    }
    let world = Box::from_raw(w);
    drop(world);
}

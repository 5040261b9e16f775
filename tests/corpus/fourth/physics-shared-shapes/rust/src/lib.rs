use std::rc::Rc;

mod shape;
pub use shape::Shape;

struct Body {
    shape: Rc<Shape>,
    y: f32,
    vy: f32,
}

pub struct World { 
    unit: Rc<Shape>,
    bodies: Vec<Body>,
}

#[no_mangle]
pub extern "C" fn world_new(radius: f32) -> *mut World {
    let unit = Rc::new(Shape::circle(radius));
    Box::into_raw(Box::new(World { unit, bodies: Vec::new() }))
}

/// # Safety
/// `w` comes from `world_new`.
#[no_mangle]
pub unsafe extern "C" fn world_add(w: *mut World, y: f32) -> usize {
    let Some(w) = w.as_mut() else { return 0 };
    w.bodies.push(Body { shape: Rc::clone(&w.unit), y, vy: 0.0 });
    w.bodies.len()
}

/// # Safety
/// `w` comes from `world_new`.
#[no_mangle]
pub unsafe extern "C" fn world_step(w: *mut World, dt: f32) {
    let Some(w) = w.as_mut() else { return };
    for b in &mut w.bodies {
        b.vy -= 9.81 * dt;
        b.y = (b.y + b.vy * dt).max(b.shape.radius());
    }
    w.bodies.retain(|b| b.y.is_finite());
}

/// # Safety
/// `w` comes from `world_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn world_free(w: *mut World) {
    if !w.is_null() {
        drop(Box::from_raw(w));
    }
}

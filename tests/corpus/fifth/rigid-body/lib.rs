#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Vec2 {
    pub x: f64,
    pub y: f64,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Contact {
    pub normal: Vec2,
    pub depth: f64,
    pub restitution: f64,
    /// since 0.4
    pub friction: f64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Circle {
    pub centre: Vec2,
    pub radius: f64,
}

impl std::ops::Sub for Vec2 {
    type Output = Vec2;
    fn sub(self, o: Vec2) -> Vec2 {
        Vec2 { x: self.x - o.x, y: self.y - o.y }
    }
}

impl Vec2 {
    fn len(self) -> f64 {
        self.x.hypot(self.y)
    }
    fn scaled(self, k: f64) -> Vec2 {
        Vec2 { x: self.x * k, y: self.y * k }
    }
}

#[no_mangle]
pub extern "C" fn circle_contact(a: Circle, b: Circle) -> Contact {
    let d = b.centre - a.centre;
    let dist = d.len();
    let depth = a.radius + b.radius - dist;
    if depth <= 0.0 || dist == 0.0 {
        return Contact::default();
    }
    Contact { normal: d.scaled(1.0 / dist), depth, restitution: 0.4, friction: 0.2 }
}

#[no_mangle]
pub extern "C" fn vec2_reflect(v: Vec2, n: Vec2) -> Vec2 {
    let k = 2.0 * (v.x * n.x + v.y * n.y);
    v - n.scaled(k)
}

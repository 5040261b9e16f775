#[repr(C)]
#[derive(Clone, Copy)]
pub struct Ray {
    pub from: [f32; 3],
    pub to: [f32; 3],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Hit {
    pub distance: f32,
    pub normal: [f32; 3],
    pub body: u32,
    pub material: u32,
}

#[repr(C)]
pub struct Sphere {
    pub center: [f32; 3],
    pub radius: f32,
    pub material: u32,
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn sub(a: [f32; 3], b: [f32; 3]) -> [f32; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

impl Sphere {
    pub fn hit(&self, ray: &Ray, body: u32) -> Option<Hit> {
        let dir = sub(ray.to, ray.from);
        let oc = sub(ray.from, self.center);
        let (a, b) = (dot(dir, dir), dot(oc, dir));
        let c = dot(oc, oc) - self.radius * self.radius;
        let root = b * b - a * c;
        if a == 0.0 || root < 0.0 {
            return None;
        }
        let distance = (-b - root.sqrt()) / a;
        let at = [oc[0] + dir[0] * distance, oc[1] + dir[1] * distance, oc[2] + dir[2] * distance];
        let normal = at.map(|v| v / self.radius);
        (distance >= 0.0).then_some(Hit { distance, normal, body, material: self.material })
    }
}

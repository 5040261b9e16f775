pub struct Shape {
    radius: f32,
}

impl Shape {
    pub fn circle(radius: f32) -> Self {
        Shape { radius: radius.abs().max(0.01) }
    }

    pub fn radius(&self) -> f32 {
        self.radius
    }
}

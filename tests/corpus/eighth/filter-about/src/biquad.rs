use std::f32::consts::PI;

pub struct Biquad {
    b: [f32; 3],
    a: [f32; 2],
    x: [f32; 2],
    y: [f32; 2],
}

impl Biquad {
    pub fn low_pass(cutoff: f32, rate: f32) -> Option<Self> {
        if !(cutoff > 0.0 && cutoff < rate / 2.0) {
            return None;
        }
        let w = 2.0 * PI * cutoff / rate;
        let alpha = w.sin() / std::f32::consts::SQRT_2;
        let a0 = 1.0 + alpha;
        let k = (1.0 - w.cos()) / a0;
        Some(Biquad {
            b: [k / 2.0, k, k / 2.0],
            a: [-2.0 * w.cos() / a0, (1.0 - alpha) / a0],
            x: [0.0; 2],
            y: [0.0; 2],
        })
    }

    pub fn step(&mut self, x: f32) -> f32 {
        let [x1, x2] = self.x;
        let [y1, y2] = self.y;
        let [b0, b1, b2] = self.b;
        let [a1, a2] = self.a;
        let y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
        self.x = [x, x1];
        self.y = [y, y1];
        y
    }
}

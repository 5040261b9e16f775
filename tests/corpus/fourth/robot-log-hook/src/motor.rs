const MAX: [f32; 4] = [1.0, 1.0, 0.5, 0.25];

pub fn limit(port: u8, speed: f32) -> f32 {
    let Some(max) = MAX.get(usize::from(port)) else {
        crate::log(2, "no such port");
        return 0.0;
    };
    if !speed.is_finite() {
        crate::log(2, "speed is not a number");
        return 0.0;
    }
    if speed.abs() > *max {
        crate::log(1, &format!("port {port} limited to {max}"));
    }
    speed.clamp(-max, *max)
}

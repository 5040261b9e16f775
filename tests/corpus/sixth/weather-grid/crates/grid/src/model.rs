/// Wind at ten metres.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wind {
    pub gust: bool,
    pub speed: f64,
    pub bearing: u16,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    pub pressure: f32,
    pub humidity: f32,
    pub wind: Wind,
    pub updated: u64,
}

impl Cell {
    pub fn calm(seed: f32) -> Self {
        Self {
            pressure: 1013.0 + (seed * 0.7).sin(),
            humidity: 0.5,
            wind: Wind::default(),
            updated: 0,
        }
    }

    pub fn advance(&mut self, dt: f32) {
        let pull = f64::from(1013.0 - self.pressure);
        self.wind.speed = (self.wind.speed * 0.98 + pull * f64::from(dt)).abs();
        self.wind.bearing = (self.wind.bearing + 1) % 360;
        self.wind.gust = self.wind.speed > 17.2;
        self.updated = self.updated.wrapping_add(1);
    }
}

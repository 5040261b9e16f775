use crate::ffi::Metrics;

pub struct Face {
    bold: bool,
    upm: u16,
}

impl Face {
    pub fn builtin(index: u32) -> Option<Face> {
        match index {
            0 => Some(Face { bold: false, upm: 1000 }),
            1 => Some(Face { bold: true, upm: 2048 }),
            _ => None,
        }
    }

    pub fn metrics(&self) -> Metrics {
        let upm = i32::from(self.upm);
        Metrics {
            units_per_em: self.upm,
            weight: if self.bold { 700 } else { 400 },
            ascent: upm * 9 / 10,
            descent: -upm / 5,
            line_gap: 0,
            x_height: upm / 2,
        }
    }
}

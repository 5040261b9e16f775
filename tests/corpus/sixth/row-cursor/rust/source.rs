pub enum Order {
    Forward,
    Backward,
    EvenFirst,
}

impl Order {
    pub fn from_raw(raw: u8) -> Option<Self> {
        match raw {
            0 => Some(Self::Forward),
            1 => Some(Self::Backward),
            2 => Some(Self::EvenFirst),
            _ => None,
        }
    }
}

pub struct Row {
    pub id: u64,
    pub label: String,
    pub values: Vec<f64>,
}

impl Row {
    pub fn make(n: u32) -> Self {
        Self {
            id: u64::from(n),
            label: format!("row {n}"),
            values: (0..n % 4).map(|i| f64::from(i) * 0.5 + f64::from(n)).collect(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Moisture {
    Dry,
    Fit,
    Damp,
    Spoiled,
}

impl Moisture {
    fn of(permille: u16) -> Self {
        match permille {
            0..=99 => Moisture::Dry,
            100..=145 => Moisture::Fit,
            146..=220 => Moisture::Damp,
            _ => Moisture::Spoiled,
        }
    }

    fn code(self) -> u8 {
        match self {
            Moisture::Dry => b'd',
            Moisture::Fit => b'f',
            Moisture::Damp => b'w',
            Moisture::Spoiled => b'x',
        }
    }

    fn from_code(code: u8) -> Option<Self> {
        [Moisture::Dry, Moisture::Fit, Moisture::Damp, Moisture::Spoiled]
            .into_iter()
            .find(|m| m.code() == code)
    }
}

#[no_mangle]
pub extern "C" fn grain_code(permille: u16) -> u8 {
    Moisture::of(permille).code()
}

/// -1, 0 or 1; 2 when one of the codes is unknown.
#[no_mangle]
pub extern "C" fn grain_compare(a: u8, b: u8) -> i32 {
    match (Moisture::from_code(a), Moisture::from_code(b)) {
        (Some(a), Some(b)) => a.cmp(&b) as i32,
        _ => 2,
    }
}

pub enum Effect {
    Gain(f32),
    Lowpass { coefficient: f32, state: f32 },
}

impl Effect {
    pub fn of(kind: u8, amount: f32) -> Option<Self> {
        match kind {
            0 => Some(Self::Gain(amount)),
            1 => Some(Self::Lowpass { coefficient: amount.clamp(0.0, 1.0), state: 0.0 }),
            _ => None,
        }
    }

    pub fn run(&mut self, block: &mut [f32]) {
        match self {
            Self::Gain(gain) => block.iter_mut().for_each(|s| *s *= *gain),
            Self::Lowpass { coefficient, state } => {
                for sample in block {
                    *state += *coefficient * (*sample - *state);
                    *sample = *state;
                }
            }
        }
    }
}

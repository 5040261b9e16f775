pub struct Track {
    gain: f32,
    samples: Vec<f32>,
}

impl Track {
    pub fn new(gain: f32) -> Self {
        Track { gain, samples: Vec::new() }
    }

    pub fn load(&mut self, samples: &[f32]) -> bool {
        let fine = samples.iter().all(|s| s.abs() <= 1.0);
        if fine {
            self.samples = samples.to_vec();
        }
        fine
    }

    fn peak(&self) -> f32 {
        self.samples.iter().fold(0.0, |top, s| s.abs().max(top)) * self.gain
    }
}

pub struct Stage {
    slots: usize,
    tracks: Vec<Box<Track>>,
}

impl Stage {
    pub fn new(slots: usize) -> Self {
        Stage { slots, tracks: Vec::new() }
    }

    pub fn attach(&mut self, track: Box<Track>) -> bool {
        let room = self.tracks.len() < self.slots;
        if room {
            self.tracks.push(track);
        }
        room
    }

    pub fn level(&self) -> f32 {
        self.tracks.iter().map(|t| t.peak()).sum()
    }
}

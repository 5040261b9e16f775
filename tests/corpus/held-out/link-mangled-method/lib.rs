pub struct Mixer;

impl Mixer {
    pub extern "C" fn mixer_gain(db: f32) -> f32 {
        10f32.powf(db / 20.0)
    }
}

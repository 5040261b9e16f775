use std::ptr::NonNull;
#[repr(C)]
struct RawVoice { _p: [u8; 0] }
unsafe extern "C" {
    fn voice_new(n: usize) -> Option<NonNull<RawVoice>>;
    fn voice_free(v: NonNull<RawVoice>);
    fn voice_gain(v: NonNull<RawVoice>) -> f32;
}
#[derive(Clone)]
struct Voice { raw: NonNull<RawVoice> }
impl Voice {
    fn new(n: usize) -> Option<Voice> { Some(Voice { raw: unsafe { voice_new(n) }? }) }
    fn gain(&self) -> f32 { unsafe { voice_gain(self.raw) } }
}
impl Drop for Voice {
    fn drop(&mut self) { unsafe { voice_free(self.raw) } }
}
#[derive(Clone)]
struct Track { name: String, voice: Voice }
fn main() {
    let Some(voice) = Voice::new(64) else { return };
    let a = Track { name: "a".into(), voice: voice };
    let b = a.clone();
    println!("{} {} {}", a.name, b.name, a.voice.gain() + b.voice.gain());
}

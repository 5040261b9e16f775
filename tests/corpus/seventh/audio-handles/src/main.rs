mod sys;
mod wrap;

use wrap::{Clip, Device, Voice};

fn main() {
    let Some(device) = Device::open(48_000) else {
        return;
    };
    let Some(clip) = Clip::tone(&device, 440) else {
        return;
    };
    let voices: Vec<Voice> = (1..=3).filter_map(|gain| Voice::play(&clip, gain)).collect();
    for v in &voices {
        println!("{}", v.energy());
    }
}

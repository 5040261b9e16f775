mod clip;
fn main() { println!("{:?}", clip::Clip::load(3).map(clip::Clip::unload)); }

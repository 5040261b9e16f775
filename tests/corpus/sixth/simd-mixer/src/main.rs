mod mixer;

fn main() {
    let mut m = mixer::Mixer::default();
    m.add([0.5, 0.5, 0.0, 0.0]);
    m.add([0.0, 0.0, 0.25, 0.25]);
    m.add([1.0; 4]).muted = true;
    let input: Vec<f32> = (0..48).map(|i| (i as f32 * 0.13).sin()).collect();
    match m.mix(&input) {
        Some(out) => println!("{:?}", &out[..8]),
        None => println!("clipped"),
    }
}

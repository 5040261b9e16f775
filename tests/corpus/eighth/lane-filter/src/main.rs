mod bank;

use bank::{Bank, Lane};

fn main() {
    let taps = [0.5, 0.25, 0.125, 0.125];
    let Some(bank) = Bank::new(Lane([1.0, 0.8, 0.8, 1.0]), &taps) else {
        println!("too many taps");
        return;
    };
    let mut frames: Vec<Lane> = (0..6).map(|i| Lane([i as f32; 4])).collect();
    bank.run(&mut frames);
    for frame in &frames {
        println!("{:?}", frame.0);
    }
    println!("total gain {:.3}", bank.total());
}

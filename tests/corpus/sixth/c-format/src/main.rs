mod format;

use format::Reading;

fn main() {
    for (i, unit) in format::units().iter().enumerate() {
        let r = Reading { sensor: 40 + i as u32, unit: i as u8, value: 21.25 * (i + 1) as f32 };
        println!("{unit:?}: {}", format::reading(&r, 2).unwrap_or_default());
    }
    println!("{}", format::share(3, 8).unwrap_or_default());
    println!("{:?}", format::reading(&Reading { sensor: 1, unit: 77, value: 0.5 }, 12));
}

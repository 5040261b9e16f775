mod kernel;

fn main() {
    let (width, height) = (40, 30);
    let image: Vec<f32> = (0..width * height).map(|i| if i % 37 == 0 { 1.0 } else { 0.0 }).collect();
    for threads in [1, 3, 64] {
        match kernel::blur(&image, width, 2, threads) {
            Ok((out, stats)) => println!("{threads}: {:.3} {stats:?}", out.iter().sum::<f32>()),
            Err(e) => println!("{e:?}"),
        }
    }
    println!("{:?}", kernel::blur(&image, width, 9, 2).err());
}

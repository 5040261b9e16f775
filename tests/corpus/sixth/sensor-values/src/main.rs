mod reading;

fn main() {
    for tick in 0..3 {
        for r in reading::read(tick) {
            println!("{tick} {r}");
        }
    }
}

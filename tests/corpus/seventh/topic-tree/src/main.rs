mod tree;

fn main() {
    let Some(mut tree) = tree::Topics::new() else {
        return;
    };
    for room in ["hall", "attic"] {
        for kind in ["temp", "light"] {
            tree.subscribe(&format!("{room}/{kind}"), kind.len() as u32);
        }
    }
    tree.subscribe("hall/temp", 99);
    println!("{:?} {:?}", tree.subscriber("hall/temp"), tree.subscriber("cellar/temp"));
}

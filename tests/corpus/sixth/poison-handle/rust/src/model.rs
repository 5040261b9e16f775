#[derive(Default)]
pub struct Model {
    ranges: Vec<(i32, i32)>,
    edges: Vec<(usize, i32, usize)>,
}

impl Model {
    pub fn variable(&mut self, low: i32, high: i32) {
        self.ranges.push((low, high));
    }

    /// Panics if a variable does not exist or a bound overflows.
    pub fn before(&mut self, a: usize, by: i32, b: usize) -> bool {
        self.edges.push((a, by, b));
        for _ in 0..=self.ranges.len() {
            let mut changed = false;
            for (a, by, b) in &self.edges {
                let least = self.ranges[*a].0.checked_add(*by).expect("bound overflows");
                let target = &mut self.ranges[*b];
                if least > target.0 {
                    target.0 = least;
                    changed = true;
                }
                if target.0 > target.1 {
                    return false;
                }
            }
            if !changed {
                return true;
            }
        }
        false
    }

    pub fn least(&self, v: usize) -> Option<i32> {
        self.ranges.get(v).map(|r| r.0)
    }
}

//! A picture as pixels, for PNG and JPEG.
#![allow(clippy::arithmetic_side_effects)] // places in a picture of one size
use super::drawing::{
    Anchor, BACKGROUND, Color, Drawing, FOREGROUND, LETTER_WIDTH, Point, Shape, Text,
};
use anyhow::Context;
use font8x8::{BASIC_FONTS, UnicodeFonts};

/// Dots of a pixel in each direction, which make edges smooth.
const SAMPLES: usize = 2;
/// Dots of a letter are as large as this many of those.
const LETTER_DOT: usize = 2;

/// Pixels, row after row, three bytes each.
pub struct Raster {
    width: usize,
    height: usize,
    dots: Vec<Color>,
}

impl Raster {
    pub fn of(drawing: &Drawing) -> Self {
        let (width, height) = (
            drawing.width as usize * SAMPLES,
            drawing.height as usize * SAMPLES,
        );
        let mut raster = Self {
            width,
            height,
            dots: vec![BACKGROUND; width * height],
        };
        for shape in &drawing.shapes {
            match shape {
                Shape::Area(corners, color) => raster.fill(corners, *color),
                Shape::Line(points, color, thickness) => {
                    for pair in points.windows(2) {
                        raster.fill(&stroke(pair[0], pair[1], *thickness), *color);
                    }
                }
                Shape::Text(text) => raster.draw_text(text),
            }
        }
        raster
    }
    fn set(&mut self, x: usize, y: usize, color: Color) {
        if x < self.width && y < self.height {
            self.dots[y * self.width + x] = color;
        }
    }
    /// Row by row, between each second pair of edges.
    fn fill(&mut self, corners: &[Point], color: Color) {
        let corners: Vec<Point> = corners
            .iter()
            .map(|(x, y)| (x * SAMPLES as f64, y * SAMPLES as f64))
            .collect();
        let heights = || corners.iter().map(|(_, y)| *y);
        let top = heights().fold(f64::INFINITY, f64::min).floor().max(0.0) as usize;
        let bottom = heights().fold(0.0, f64::max).ceil() as usize;
        for y in top..bottom.min(self.height) {
            let middle = y as f64 + 0.5;
            let edges = corners.iter().zip(corners.iter().cycle().skip(1));
            let mut crossed: Vec<f64> = edges
                .filter(|((_, from), (_, to))| (*from <= middle) != (*to <= middle))
                .map(|((x, from), (to_x, to))| x + (middle - from) / (to - from) * (to_x - x))
                .collect();
            crossed.sort_by(f64::total_cmp);
            for pair in crossed.chunks_exact(2) {
                let (first, last) = (
                    pair[0].round().max(0.0) as usize,
                    pair[1].round().max(0.0) as usize,
                );
                (first..last).for_each(|x| self.set(x, y, color));
            }
        }
    }
    fn draw_text(&mut self, text: &Text) {
        let width = text.text.chars().count() as f64 * LETTER_WIDTH;
        let left = match text.anchor {
            Anchor::Start => text.at.0,
            Anchor::Middle => text.at.0 - width / 2.0,
            Anchor::End => text.at.0 - width,
        };
        let top = text.at.1 - 8.0;
        for (nth, letter) in text.text.chars().enumerate() {
            let Some(rows) = BASIC_FONTS.get(letter).or_else(|| BASIC_FONTS.get('?')) else {
                continue;
            };
            let left = (left + nth as f64 * LETTER_WIDTH).max(0.0) as usize * SAMPLES;
            let top = top.max(0.0) as usize * SAMPLES;
            for (y, row) in rows.iter().enumerate() {
                for x in (0..8).filter(|x| row >> x & 1 == 1) {
                    self.draw_dot(left + x * LETTER_DOT, top + y * LETTER_DOT);
                }
            }
        }
    }
    fn draw_dot(&mut self, left: usize, top: usize) {
        for y in 0..LETTER_DOT {
            for x in 0..LETTER_DOT {
                self.set(left + x, top + y, FOREGROUND);
            }
        }
    }
    /// The mean of the dots of each pixel.
    fn pixels(&self) -> (u32, u32, Vec<u8>) {
        let (width, height) = (self.width / SAMPLES, self.height / SAMPLES);
        let mut bytes = Vec::with_capacity(width * height * 3);
        for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
            let dots = (0..SAMPLES * SAMPLES).map(|at| {
                self.dots[(y * SAMPLES + at / SAMPLES) * self.width + x * SAMPLES + at % SAMPLES]
            });
            let sums = dots.fold([0u16; 3], |[red, green, blue], Color(r, g, b)| {
                [
                    red + u16::from(r),
                    green + u16::from(g),
                    blue + u16::from(b),
                ]
            });
            bytes.extend(sums.map(|sum| (sum / (SAMPLES * SAMPLES) as u16) as u8));
        }
        (width as u32, height as u32, bytes)
    }
    pub fn png(&self) -> anyhow::Result<Vec<u8>> {
        let (width, height, pixels) = self.pixels();
        let mut file = vec![];
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().context("no PNG")?;
        writer.write_image_data(&pixels).context("no PNG")?;
        writer.finish().context("no PNG")?;
        Ok(file)
    }
    pub fn jpeg(&self) -> anyhow::Result<Vec<u8>> {
        const QUALITY: u8 = 90;
        let (width, height, pixels) = self.pixels();
        let mut file = vec![];
        let encoder = jpeg_encoder::Encoder::new(&mut file, QUALITY);
        let (width, height) = (u16::try_from(width)?, u16::try_from(height)?);
        encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb)?;
        Ok(file)
    }
}

/// The corners of a straight stroke.
fn stroke(from: Point, to: Point, thickness: f64) -> Vec<Point> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(f64::MIN_POSITIVE);
    let (across_x, across_y) = (
        -dy / length * thickness / 2.0,
        dx / length * thickness / 2.0,
    );
    vec![
        (from.0 + across_x, from.1 + across_y),
        (to.0 + across_x, to.1 + across_y),
        (to.0 - across_x, to.1 - across_y),
        (from.0 - across_x, from.1 - across_y),
    ]
}
